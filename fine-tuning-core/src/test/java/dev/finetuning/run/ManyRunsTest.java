package dev.finetuning.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.finetuning.LibraryClassPath;
import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Example;
import dev.finetuning.example.Message;
import dev.finetuning.journal.Journal;
import dev.finetuning.journal.JournalEntry;
import dev.finetuning.journal.file.Durability;
import dev.finetuning.journal.file.FileJournal;
import dev.finetuning.registry.JournaledModelRegistry;
import dev.finetuning.testing.JobScript;
import dev.finetuning.testing.ManualTime;
import dev.finetuning.testing.ScriptedChatModel;
import dev.finetuning.testing.ScriptedTrainingPipeline;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that may have 64 files open, the JVM's own among them, takes as many runs as it likes from their start to
 * their end in one folder; and a process that comes later finds the unfinished ones without a look at the others.
 */
@EnabledOnOs(OS.LINUX)
class ManyRunsTest {
    @TempDir
    Path folder;

    @Test
    void runs_manyMoreThanDescriptors_goAllTheWay() throws Exception {
        assertRuns(150);
    }

    @Test
    @Tag("campaign")
    void runs_tenThousand_goAllTheWay() throws Exception {
        assertRuns(10_000);
    }

    private void assertRuns(int runs) throws Exception {
        String said = run(runs);
        System.out.println("64 descriptors: " + said);
        assertThat(said)
                .contains(runs + " runs succeeded, 1 is unfinished")
                .contains("read afterwards to find it: 1 run")
                .doesNotContain("Exception");
    }

    private String run(int runs) throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process process = new ProcessBuilder(
                        "sh",
                        "-c",
                        "ulimit -n 64; exec \"$0\" -Xmx256m -XX:+UseSerialGC -cp \"$1\" \"$2\" \"$3\" \"$4\"",
                        java,
                        LibraryClassPath.all(),
                        Uses.class.getName(),
                        folder.toString(),
                        String.valueOf(runs))
                .redirectErrorStream(true)
                .start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }

    /** What the process does. */
    static final class Uses {
        private final Path folder;
        private final ManualTime time = ManualTime.create();
        private final ScriptedTrainingPipeline pipeline =
                ScriptedTrainingPipeline.of(time, JobScript.succeeding(), ScriptedChatModel.echo("tuned"));

        private Uses(Path folder) {
            this.folder = folder;
        }

        public static void main(String[] arguments) throws IOException {
            new Uses(Path.of(arguments[0])).run(Integer.parseInt(arguments[1]));
        }

        private Journal journal() {
            return FileJournal.in(folder.resolve("journal"), Durability.PROCESS_CRASH);
        }

        private FineTuningRuns runs(Journal journal) {
            return FineTuningRuns.builder(
                            journal, folder.resolve("runs"), pipeline, JournaledModelRegistry.open(journal))
                    .clock(time)
                    .sleeper(time)
                    .build();
        }

        private static RunPlan plan(int number) {
            List<Example> examples = IntStream.range(0, 12)
                    .mapToObj(i -> (Example) ChatExample.of(Message.user("q" + i), Message.assistant("a" + i)))
                    .toList();
            return RunPlan.builder("model-" + number % 100, "base", examples).build();
        }

        private void run(int number) throws IOException {
            int most = 0;
            int succeeded = 0;
            try (Journal journal = journal()) {
                FineTuningRuns runs = runs(journal);
                for (int i = 0; i < number; i++) {
                    runs.start(plan(i));
                }
                while (succeeded < number) {
                    for (FineTuningRuns.Advance advance : runs.advanceAll()) {
                        advance.failure().ifPresent(failure -> {
                            throw new IllegalStateException(failure);
                        });
                        succeeded += advance.run().orElseThrow().status() == RunStatus.SUCCEEDED ? 1 : 0;
                    }
                    most = Math.max(most, descriptors());
                    time.advance(Duration.ofMinutes(5));
                }
            }
            try (Journal journal = journal()) {
                String unfinished = runs(journal).start(plan(7));
                Watched watched = new Watched(journal, new HashSet<>());
                boolean found = runs(watched)
                        .unfinished("model-7")
                        .filter(run -> run.id().equals(unfinished))
                        .isPresent();
                System.out.println(number + " runs succeeded, " + (found ? "1 is" : "none is") + " unfinished; at most "
                        + most + " descriptors; read afterwards to find it: " + watched.runs.size() + " run");
            }
        }

        private static int descriptors() throws IOException {
            List<Path> open = new ArrayList<>();
            try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
                all.forEach(open::add);
            }
            return open.size();
        }
    }

    /** Notes which runs' streams are read. */
    private record Watched(Journal journal, Set<String> runs) implements Journal {
        @Override
        public long append(String stream, long expectedSize, List<JournalEntry> entries) {
            return journal.append(stream, expectedSize, entries);
        }

        @Override
        public List<JournalEntry> read(String stream, long fromSequence, int limit) {
            if (stream.startsWith("run:")) {
                runs.add(stream);
            }
            return journal.read(stream, fromSequence, limit);
        }
    }
}
