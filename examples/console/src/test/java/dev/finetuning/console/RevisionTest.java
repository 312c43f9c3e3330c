package dev.finetuning.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.finetuning.console.input.Fields;
import dev.finetuning.console.input.RefusedException;
import dev.finetuning.console.shelf.DatasetRevision;
import dev.finetuning.console.shelf.DatasetShelf;
import dev.finetuning.console.shelf.ExampleEdits;
import dev.finetuning.console.shelf.StoredDataset;
import dev.finetuning.console.shelf.Upload;
import dev.finetuning.dataset.Fingerprint;
import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Message;
import dev.finetuning.journal.InMemoryJournal;
import dev.finetuning.journal.Journal;
import dev.finetuning.journal.JournalEntry;
import dev.finetuning.journal.JournalUnavailableException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of a revision is what is in its file. */
class RevisionTest {
    @TempDir
    Path folder;

    private final Journal journal = new InMemoryJournal();
    private DatasetShelf shelf;

    @BeforeEach
    void open() {
        shelf = new DatasetShelf(folder, journal, 1L << 20, Clock.systemUTC());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"messages\": [{\"role\": \"user\", \"content\": \"%d \\u0000 \\ud83d\\udc4d é\"},"
                        + " {\"role\": \"assistant\", \"content\": \"\\\\ \\\" / \\n\", \"weight\": 0}]}",
                "{\"messages\": [{\"role\": \"user\", \"content\": \"%d\"}, {\"role\": \"assistant\", \"tool_calls\":"
                        + " [{\"id\": \"c\", \"type\": \"function\", \"function\": {\"name\": \"f\", \"arguments\":"
                        + " \"{\\\"b\\\": 1.0, \\\"a\\\": 1e3}\"}}]}], \"tools\": [{\"type\": \"function\", \"function\":"
                        + " {\"name\": \"f\", \"parameters\": {\"type\": \"object\", \"maximum\": 1.50}}}]}",
                "{\"prompt\": \"%d\", \"chosen\": \"yes\", \"rejected\": \"no\"}",
                "{\"prompt\": \"%d\", \"completion\": \"yes\", \"label\": true}",
                "{\"text\": \"only text %d\"}"
            })
    void fingerprint_ofWhatWasWritten_isThatOfWhatIsRead(String line) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            lines.append(line.formatted(i % 15)).append('\n');
        }
        StoredDataset dataset = shelf.add(
                "kinds",
                "",
                new Upload(
                        "kinds.jsonl", new ByteArrayInputStream(lines.toString().getBytes(StandardCharsets.UTF_8))),
                "Ann");

        assertThat(dataset.reading().rejections()).isEmpty();
        assertIsOfItsFile(dataset.current());
        assertIsOfItsFile(new ExampleEdits(shelf, "Ann").remove(dataset, 1, 3).current());
    }

    private void assertIsOfItsFile(DatasetRevision revision) {
        assertThat(revision.contents().fingerprint())
                .isEqualTo(Fingerprint.of(shelf.examples(revision)).hex());
    }

    @Test
    void fingerprint_sameExamplesInAnotherOrder_isTheSame() {
        String first = "{\"text\": \"a\"}\n{\"text\": \"b\"}\n{\"text\": \"b\"}\n";
        String second = "{\"text\": \"b\"}\n{\"text\": \"a\"}\n{\"text\": \"b\"}\n";

        assertThat(added(first)).isEqualTo(added(second));
        assertThat(added(first)).isNotEqualTo(added(first + "{\"text\": \"b\"}\n"));
    }

    @Test
    void add_halfOfASign_isRefusedAndLeavesTheDatasetReadable() {
        StoredDataset dataset =
                shelf.add("half", "", List.of(ChatExample.of(Message.user("a?"), Message.assistant("b"))), "Ann");
        Fields half = Fields.of(Map.of("user", "half \ud83d", "assistant", "yes"));

        assertThatThrownBy(() -> new ExampleEdits(shelf, "Ann").add(dataset, 1, half))
                .isInstanceOf(RefusedException.class);

        assertThat(shelf.examples(shelf.dataset(dataset.id()).current())).hasSize(1);
    }

    @Test
    void open_afterAKillBetweenAFileAndItsEntry_removesTheFileUnlessItsDatasetIsUnknown() throws IOException {
        StoredDataset one =
                shelf.add("one", "", List.of(ChatExample.of(Message.user("a?"), Message.assistant("b"))), "Ann");
        Fields more = Fields.of(Map.of("user", "c?", "assistant", "d"));
        StoredDataset two = new ExampleEdits(shelf, "Ann").add(one, 1, more);
        List<String> named = names();
        Path left = Files.createFile(folder.resolve(one.id() + "-3-d0123456789ab.jsonl"));
        Files.createFile(folder.resolve(left.getFileName() + ".rows"));
        Path unknown = Files.createFile(folder.resolve("d0123456789ab-2-d0123456789ab.jsonl"));

        open();

        assertThat(names())
                .containsAll(named)
                .hasSize(named.size() + 1)
                .contains(unknown.getFileName().toString());
        assertThat(shelf.examples(shelf.dataset(two.id()).current())).hasSize(2);
    }

    @Test
    void open_afterAKillBetweenAFirstFileAndItsEntry_removesTheFile(@TempDir Path killed) throws IOException {
        Journal dying = new Journal() {
            @Override
            public long append(String stream, long expectedSize, List<JournalEntry> entries) {
                if (stream.equals("datasets")) {
                    copyTo(killed);
                    throw new JournalUnavailableException(stream, "killed", false, null);
                }
                return journal.append(stream, expectedSize, entries);
            }

            @Override
            public List<JournalEntry> read(String stream, long fromSequence, int limit) {
                return journal.read(stream, fromSequence, limit);
            }
        };
        DatasetShelf before = new DatasetShelf(folder, dying, 1L << 20, Clock.systemUTC());
        List<ChatExample> examples = List.of(ChatExample.of(Message.user("a?"), Message.assistant("b")));
        assertThatThrownBy(() -> before.add("one", "", examples, "Ann"))
                .isInstanceOf(JournalUnavailableException.class);
        assertThat(names(killed)).isNotEmpty();
        Path unknown = Files.createFile(killed.resolve("d0123456789ab-1.jsonl"));

        DatasetShelf after = new DatasetShelf(killed, journal, 1L << 20, Clock.systemUTC());

        assertThat(after.all()).isEmpty();
        assertThat(names(killed)).containsExactly(unknown.getFileName().toString());
    }

    private void copyTo(Path other) {
        try {
            for (String name : names()) {
                Files.copy(folder.resolve(name), other.resolve(name));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> names() throws IOException {
        return names(folder);
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private String added(String lines) {
        return shelf.add(
                        "order",
                        "",
                        new Upload("o.jsonl", new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8))),
                        "Ann")
                .current()
                .contents()
                .fingerprint();
    }
}
