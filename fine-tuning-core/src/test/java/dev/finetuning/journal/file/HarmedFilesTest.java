package dev.finetuning.journal.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.finetuning.journal.CorruptJournalException;
import dev.finetuning.journal.Journal;
import dev.finetuning.journal.JournalEntry;
import dev.finetuning.journal.JournalException;
import dev.finetuning.journal.JournalSnapshot;
import dev.finetuning.journal.JournalUnavailableException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Files and folders that others delete, cut, replace or must not read. */
@DisabledOnOs(OS.WINDOWS)
class HarmedFilesTest {
    @TempDir
    Path root;

    private Path folder;
    private StreamFiles files;

    @BeforeEach
    void begin() {
        folder = root.resolve("journal");
        files = StreamFiles.of(folder, "s");
    }

    private static List<JournalEntry> entries(String... bodies) {
        return Stream.of(bodies)
                .map(body -> new JournalEntry("t", Instant.EPOCH, body))
                .toList();
    }

    private Journal open() {
        return FileJournal.in(folder);
    }

    private Journal openWithOneEntry() {
        Journal journal = open();
        journal.append("s", 0, entries("1"));
        return journal;
    }

    private static void assertTyped(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(JournalException.class);
    }

    private void deleteFolder() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            for (Path file : all.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    @Test
    void log_deletedBeforeOpening_isCorruptNotEmpty() throws IOException {
        openWithOneEntry().close();
        Files.delete(files.log());

        try (Journal journal = open()) {
            assertThatThrownBy(() -> journal.read("s", 0, 10)).isInstanceOf(CorruptJournalException.class);
            assertThatThrownBy(() -> journal.size("s")).isInstanceOf(CorruptJournalException.class);
            assertThatThrownBy(() -> journal.sizeOf("s").getAsLong()).isInstanceOf(CorruptJournalException.class);
            assertThatThrownBy(() -> journal.append("s", 0, entries("2"))).isInstanceOf(CorruptJournalException.class);
            assertThatThrownBy(() -> journal.append("s", Journal.ANY_SIZE, entries("2")))
                    .isInstanceOf(CorruptJournalException.class);
        }
    }

    @Test
    void log_deletedWhileOpen_isCorruptAtTheNextReadAndAppend() throws IOException {
        try (Journal journal = openWithOneEntry()) {
            LongSupplier size = journal.sizeOf("s");
            assertThat(size.getAsLong()).isEqualTo(1);
            Files.delete(files.log());

            assertThatThrownBy(() -> journal.read("s", 0, 10)).isInstanceOf(CorruptJournalException.class);
            assertThatThrownBy(() -> journal.size("s")).isInstanceOf(CorruptJournalException.class);
            assertTyped(() -> journal.append("s", 1, entries("2")));
            assertTyped(() -> {
                for (int i = 0; i < 500_000_000; i++) {
                    size.getAsLong(); // looks at the file ten times a second
                }
            });
        }
    }

    @Test
    void log_replacedWhileOpen_acknowledgesNothing() throws IOException {
        try (Journal journal = openWithOneEntry()) {
            Path copy = Files.copy(files.log(), root.resolve("copy"));
            Files.move(copy, files.log(), StandardCopyOption.REPLACE_EXISTING);

            assertThatThrownBy(() -> journal.append("s", 1, entries("2")))
                    .isInstanceOfSatisfying(
                            JournalUnavailableException.class,
                            e -> assertThat(e.outcomeUnknown()).isTrue());
        }
    }

    @Test
    void folder_deletedWhileOpen_isTypedForOldAndNewStreams() throws IOException {
        try (Journal journal = openWithOneEntry()) {
            deleteFolder();

            assertTyped(() -> journal.append("s", 1, entries("2")));
            assertTyped(() -> journal.read("s", 0, 10));
            assertTyped(() -> journal.append("new", 0, entries("1")));
            assertTyped(() -> journal.read("new", 0, 10));
            assertTyped(() -> journal.size("new"));
        }
    }

    @Test
    void folder_deletedAndMadeAgainWhileOpen_isTypedThereAndFreshForANewJournal() throws IOException {
        try (Journal old = openWithOneEntry()) {
            deleteFolder();
            try (Journal fresh = open()) {
                assertThat(fresh.size("s")).isZero();
                assertThat(fresh.append("s", 0, entries("1", "2"))).isEqualTo(2);
                assertTyped(() -> old.append("s", 1, entries("2")));
                assertTyped(() -> old.read("other", 0, 1));
            }
        }
    }

    @Test
    void log_cutWhileOpen_isCorrupt() throws IOException {
        try (Journal journal = openWithOneEntry()) {
            try (RandomAccessFile log = new RandomAccessFile(files.log().toFile(), "rw")) {
                log.setLength(log.length() - 3);
            }

            assertThatThrownBy(() -> journal.append("s", 1, entries("2"))).isInstanceOf(CorruptJournalException.class);
            assertThatThrownBy(() -> journal.read("s", 0, 10)).isInstanceOf(CorruptJournalException.class);
        }
        try (Journal journal = open()) {
            assertThatThrownBy(() -> journal.read("s", 0, 10)).isInstanceOf(CorruptJournalException.class);
        }
    }

    @Test
    void head_deletedWhileOpen_isMadeAgain() throws IOException {
        try (Journal journal = openWithOneEntry()) {
            Files.delete(files.head());

            assertThat(journal.append("s", 1, entries("2"))).isEqualTo(2);
            assertThat(files.head()).exists();
            assertThat(journal.read("s", 0, 10)).isEqualTo(entries("1", "2"));
        }
    }

    @Test
    void head_cutWhileOpen_isTypedOrMadeAgain() throws IOException {
        try (Journal journal = openWithOneEntry()) {
            LongSupplier size = journal.sizeOf("s");
            Files.write(files.head(), new byte[0], StandardOpenOption.TRUNCATE_EXISTING);
            try {
                journal.append("s", 1, entries("2"));
            } catch (JournalUnavailableException typed) {
                assertThat(typed).hasMessageContaining(".head");
            }
            Files.write(files.head(), new byte[0], StandardOpenOption.TRUNCATE_EXISTING);
            try {
                assertThat(size.getAsLong()).isPositive();
            } catch (JournalUnavailableException typed) {
                assertThat(typed).hasMessageContaining(".head");
            }
            if (journal.size("s") == 1) {
                journal.append("s", 1, entries("2"));
            }
            assertThat(journal.read("s", 0, 10)).isEqualTo(entries("1", "2"));
        }
    }

    @Test
    void log_thatIsALink_isRefused() throws IOException {
        Path elsewhere = Files.writeString(root.resolve("elsewhere"), "untouched");
        try (Journal journal = open()) {
            Files.createSymbolicLink(files.log(), elsewhere);

            assertThatThrownBy(() -> journal.append("s", 0, entries("1")))
                    .isInstanceOf(JournalUnavailableException.class);
            assertThat(elsewhere).hasContent("untouched");
        }
    }

    @Test
    void files_areTheirOwnersAlone() throws IOException {
        try (Journal journal = openWithOneEntry()) {
            journal.saveSnapshot("s", new JournalSnapshot(1, "f", new byte[] {1}));
        }

        assertThat(permissions(folder)).isEqualTo("rwx------");
        for (Path file : List.of(files.log(), files.head(), files.snapshot())) {
            assertThat(permissions(file)).as(file.toString()).isEqualTo("rw-------");
        }
    }

    @Test
    void files_inAFolderOfAGroup_areTheGroups() throws IOException {
        Files.createDirectory(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxr-x"));
        try (Journal journal = openWithOneEntry()) {
            journal.saveSnapshot("s", new JournalSnapshot(1, "f", new byte[] {1}));
        }

        for (Path file : List.of(files.log(), files.head(), files.snapshot())) {
            assertThat(permissions(file)).as(file.toString()).isEqualTo("rw-rw----");
        }
    }

    private static String permissions(Path file) throws IOException {
        Set<PosixFilePermission> found = Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS);
        return PosixFilePermissions.toString(found);
    }

    @Test
    void journal_throughALink_isTheSameJournal() throws IOException {
        try (Journal journal = openWithOneEntry();
                Journal other = FileJournal.in(Files.createSymbolicLink(root.resolve("link"), folder))) {
            assertThat(other.append("s", 1, entries("2"))).isEqualTo(2);
            assertThat(journal.size("s")).isEqualTo(2);
        }
    }
}
