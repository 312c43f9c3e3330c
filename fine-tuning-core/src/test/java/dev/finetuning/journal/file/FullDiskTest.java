package dev.finetuning.journal.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.finetuning.journal.Journal;
import dev.finetuning.journal.JournalEntry;
import dev.finetuning.journal.JournalUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A disk that is really full: a small file system in memory, which only root may mount. */
@EnabledOnOs(OS.LINUX)
class FullDiskTest {
    @TempDir
    Path root;

    private static boolean run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }

    @Test
    void append_onAFullDisk_isTypedAndGoesOnWhenThereIsRoom() throws Exception {
        Path disk = Files.createDirectory(root.resolve("disk"));
        assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", disk.toString()), "mounting needs root");
        try {
            List<String> acknowledged = new ArrayList<>();
            try (Journal journal = FileJournal.in(disk.resolve("journal"))) {
                Path ballast = Files.write(disk.resolve("ballast"), new byte[128 << 10]);
                int failures = fill(journal, acknowledged, 200);
                assertThat(failures).isPositive();
                failures = 0;
                for (int i = 0; i < 40; i++) {
                    failures += appendTyped(journal, "other-" + i, "{}") ? 0 : 1;
                }
                assertThat(failures).as("new streams on a full disk").isPositive();
                Files.delete(ballast);

                assertThat(fill(journal, acknowledged, 20)).isZero();
                assertThat(bodies(journal)).containsSubsequence(acknowledged).hasSameSizeAs(acknowledged);
            }
            try (Journal journal = FileJournal.in(disk.resolve("journal"))) {
                assertThat(bodies(journal)).isEqualTo(acknowledged);
                assertThat(appendTyped(journal, "s", "last")).isTrue();
            }
        } finally {
            // lazily, because memory that was mapped is given back only when it is collected
            assertThat(run("umount", "-l", disk.toString())).isTrue();
        }
    }

    private static int fill(Journal journal, List<String> acknowledged, int appends) {
        int failures = 0;
        for (int i = 0; i < appends; i++) {
            String body = i + "x".repeat(1500);
            if (appendTyped(journal, "s", body)) {
                acknowledged.add(body);
            } else {
                failures++;
            }
        }
        return failures;
    }

    private static boolean appendTyped(Journal journal, String stream, String body) {
        try {
            journal.append(stream, Journal.ANY_SIZE, List.of(new JournalEntry("t", Instant.EPOCH, body)));
            return true;
        } catch (JournalUnavailableException full) {
            assertThat(full.outcomeUnknown()).as("nothing was written").isFalse();
            return false;
        }
    }

    private static List<String> bodies(Journal journal) {
        return journal.read("s", 0, 1000).stream().map(JournalEntry::body).toList();
    }
}
