package dev.finetuning.journal.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.finetuning.journal.Journal;
import dev.finetuning.journal.JournalEntry;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A process that may have 64 files open uses as many streams as it likes. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class ManyStreamsTest {
    private static final JournalEntry ENTRY = new JournalEntry("t", Instant.EPOCH, "{}");

    @TempDir
    Path folder;

    @Test
    void streams_manyMoreThanDescriptors_areAppendedToAndRead() throws Exception {
        assertThat(run(600)).isEqualTo("600 streams of 3 entries");
    }

    @Test
    @Tag("campaign")
    void streams_tenThousand_areAppendedToAndRead() throws Exception {
        assertThat(run(10_000)).isEqualTo("10000 streams of 3 entries");
    }

    /** Logs are closed by their last use, and opened again, while other threads use them. */
    @Test
    void streams_moreThanAreKeptOpen_areUsedByManyThreads() throws Exception {
        int streams = 400;
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try (Journal journal = FileJournal.on(new LocalDisk(folder.toRealPath()), folder.toRealPath(), 128)) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < 4_000; i++) {
                String stream = "run-" + i * 7919L % streams;
                all.add(pool.submit(() -> journal.append(stream, Journal.ANY_SIZE, List.of(ENTRY))));
            }
            for (Future<?> each : all) {
                each.get();
            }
            for (int i = 0; i < streams; i++) {
                assertThat(journal.read("run-" + i, 0, 100)).hasSize(10);
            }
        } finally {
            pool.shutdownNow();
        }
    }

    private String run(int streams) throws Exception {
        String classPath = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> !entry.endsWith(".jar") || entry.contains("jspecify"))
                .reduce((a, b) -> a + File.pathSeparator + b)
                .orElseThrow();
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process process = new ProcessBuilder(
                        "sh",
                        "-c",
                        "ulimit -n 64; exec \"$0\" -Xmx128m -XX:+UseSerialGC -cp \"$1\" \"$2\" \"$3\" \"$4\"",
                        java,
                        classPath,
                        Uses.class.getName(),
                        folder.toString(),
                        String.valueOf(streams))
                .redirectErrorStream(true)
                .start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }

    /** Appends to all streams from four threads, again from a second journal, and reads everything. */
    static final class Uses {
        private Uses() {}

        public static void main(String[] arguments) throws Exception {
            Path folder = Path.of(arguments[0]);
            int streams = Integer.parseInt(arguments[1]);
            try (Journal journal = FileJournal.in(folder, Durability.PROCESS_CRASH)) {
                appendToAll(journal, streams);
                appendToAll(journal, streams);
            }
            try (Journal journal = FileJournal.in(folder, Durability.PROCESS_CRASH)) {
                appendToAll(journal, streams);
                for (int i = 0; i < streams; i++) {
                    if (journal.read("run-" + i, 0, 10).size() != 3) {
                        throw new IllegalStateException("stream " + i + " is not whole");
                    }
                }
            }
            System.out.println(streams + " streams of 3 entries");
        }

        private static void appendToAll(Journal journal, int streams) throws Exception {
            ExecutorService pool = Executors.newFixedThreadPool(4);
            try {
                List<Future<?>> all = new ArrayList<>();
                for (int i = 0; i < streams; i++) {
                    String stream = "run-" + i;
                    all.add(pool.submit(() -> journal.append(stream, Journal.ANY_SIZE, List.of(ENTRY))));
                }
                for (Future<?> each : all) {
                    each.get();
                }
            } finally {
                pool.shutdownNow();
            }
        }
    }
}
