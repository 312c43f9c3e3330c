package dev.finetuning.journal.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.finetuning.journal.Journal;
import dev.finetuning.journal.JournalContractTest;
import dev.finetuning.journal.JournalEntry;
import dev.finetuning.journal.JournalSnapshot;
import dev.finetuning.journal.JournalUnavailableException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileJournalTest extends JournalContractTest {
    @TempDir
    Path folder;

    @Override
    protected Journal open() {
        return FileJournal.in(folder.resolve("journal"));
    }

    private static List<JournalEntry> entries(String... bodies) {
        return Stream.of(bodies)
                .map(body -> new JournalEntry("t", Instant.EPOCH, body))
                .toList();
    }

    @Test
    void open_afterClose_findsEverything() {
        Path fresh = folder.resolve("fresh");
        try (Journal journal = FileJournal.in(fresh)) {
            journal.append("s", 0, entries("1", "2"));
        }
        try (Journal journal = FileJournal.in(fresh)) {
            assertThat(journal.read("s", 0, 10)).isEqualTo(entries("1", "2"));
            assertThat(journal.append("s", 2, entries("3"))).isEqualTo(3);
        }
    }

    @Test
    void files_ofAStream_areNamedByAHash() throws Exception {
        Path fresh = folder.resolve("named");
        try (Journal journal = FileJournal.in(fresh)) {
            journal.append("../escape", 0, entries("1"));
        }
        try (Stream<Path> files = Files.list(fresh)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .allMatch(name -> name.matches("[0-9a-f]{40}\\.(log|head)"));
        }
        assertThat(folder.resolve("escape")).doesNotExist();
    }

    @Test
    void append_afterClose_saysSo() {
        Journal journal = FileJournal.in(folder.resolve("closed"));
        journal.close();
        journal.close();

        assertThatThrownBy(() -> journal.append("s", 0, entries("1")))
                .isInstanceOf(JournalUnavailableException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void open_fromSnapshot_readsOnAndBack() {
        Path fresh = folder.resolve("snapshot");
        try (Journal journal = FileJournal.in(fresh)) {
            for (int i = 0; i < 500; i++) {
                journal.append("s", i, entries("" + i));
            }
            journal.saveSnapshot("s", new JournalSnapshot(300, "f", new byte[] {1, 2, 3}));
        }
        try (Journal journal = FileJournal.in(fresh)) {
            assertThat(journal.snapshot("s").orElseThrow().size()).isEqualTo(300);
            assertThat(journal.size("s")).isEqualTo(500);
            assertThat(journal.read("s", 300, 1)).isEqualTo(entries("300"));
            assertThat(journal.read("s", 7, 2)).isEqualTo(entries("7", "8"));
            assertThat(journal.append("s", 500, entries("500"))).isEqualTo(501);
        }
        try (Journal journal = FileJournal.in(fresh)) {
            assertThat(journal.read("s", 0, 1000)).hasSize(501);
        }
    }
}
