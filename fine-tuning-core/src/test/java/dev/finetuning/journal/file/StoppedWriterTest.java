package dev.finetuning.journal.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.finetuning.LibraryClassPath;
import dev.finetuning.journal.Journal;
import dev.finetuning.journal.JournalEntry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A writer that is stopped in the middle of whatever it does holds up nobody, and goes on afterwards. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class StoppedWriterTest {
    private static final int ROUNDS = 10;
    private static final List<JournalEntry> ENTRY = List.of(new JournalEntry("ours", Instant.EPOCH, "{}"));

    @TempDir
    Path folder;

    @Test
    void append_whileAnotherProcessIsStopped_isAcknowledgedAtOnce() throws Exception {
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        LibraryClassPath.all(),
                        Writes.class.getName(),
                        folder.toString())
                .redirectErrorStream(true)
                .start();
        try (Journal journal = FileJournal.in(folder, Durability.PROCESS_CRASH)) {
            assertThat(other.getInputStream().read()).isEqualTo('w');
            for (int round = 0; round < ROUNDS; round++) {
                signal("STOP", other);
                long before = journal.size("s");
                long start = System.nanoTime();
                long reached = before;
                for (int i = 0; i < 10; i++) {
                    long size = journal.append("s", Journal.ANY_SIZE, ENTRY);
                    assertThat(size).isGreaterThan(reached);
                    reached = size;
                }
                assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
                signal("CONT", other);
                long after = journal.size("s");
                while (journal.size("s") < after + 10 && other.isAlive()) {
                    Thread.onSpinWait();
                }
                assertThat(other.isAlive()).as("the other goes on").isTrue();
            }
        } finally {
            other.destroyForcibly().waitFor();
        }
    }

    private static void signal(String name, Process process) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    /** Appends for as long as it lives. */
    static final class Writes {
        private Writes() {}

        public static void main(String[] arguments) {
            List<JournalEntry> entry = List.of(new JournalEntry("theirs", Instant.EPOCH, "{}"));
            try (Journal journal = FileJournal.in(Path.of(arguments[0]), Durability.PROCESS_CRASH)) {
                journal.append("s", Journal.ANY_SIZE, entry);
                System.out.println("w");
                System.out.flush();
                while (true) {
                    journal.append("s", Journal.ANY_SIZE, entry);
                }
            }
        }
    }
}
