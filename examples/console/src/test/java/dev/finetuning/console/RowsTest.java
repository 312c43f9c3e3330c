package dev.finetuning.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.finetuning.console.shelf.DatasetShelf;
import dev.finetuning.console.shelf.ExampleFile;
import dev.finetuning.console.shelf.StoredDataset;
import dev.finetuning.console.shelf.Upload;
import dev.finetuning.example.Example;
import dev.finetuning.journal.InMemoryJournal;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages of a dataset, found by the index beside its file. */
class RowsTest {
    private static final int ROWS = 3_500;

    @TempDir
    Path folder;

    private DatasetShelf shelf;
    private StoredDataset dataset;

    @BeforeEach
    void upload() {
        shelf = new DatasetShelf(folder, new InMemoryJournal(), 8L << 20, Clock.systemUTC());
        StringBuilder csv = new StringBuilder("question,answer\n");
        for (int i = 1; i <= ROWS; i++) {
            csv.append("Größe %d? 🙂,answer %d%n".formatted(i, i));
        }
        byte[] bytes = csv.toString().getBytes(StandardCharsets.UTF_8);
        dataset = shelf.add("rows", "", new Upload("rows.csv", new ByteArrayInputStream(bytes)), "Ann");
    }

    private ExampleFile examples() {
        return shelf.examples(dataset.current());
    }

    private Path index() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".rows"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 999, 1_000, 1_001, 1_002, 2_000, 2_001, 2_999, 3_001, 3_499, 3_500, 3_501, 9_999})
    void rows_fromAnywhere_areThoseOfTheFile(int from) {
        List<Example> all = new ArrayList<>(examples());

        List<Example> page = examples().rows(from, 30);

        assertThat(page).isEqualTo(all.subList(Math.min(from - 1, ROWS), Math.min(from + 29, ROWS)));
        assertThat(page)
                .allSatisfy(example ->
                        assertThat(example.info().provenance().origin().row()).isBetween((long) from, from + 29L));
    }

    @Test
    void rows_lateOnes_doNotReadWhatIsBefore() throws IOException {
        Path file = index().resolveSibling(index().getFileName().toString().replace(".rows", ""));
        byte[] bytes = Files.readAllBytes(file);
        bytes[0] = '?';
        Files.write(file, bytes);

        assertThat(examples().rows(3_400, 1))
                .singleElement()
                .satisfies(
                        example -> assertThat(example.messages().get(0).text()).isEqualTo("Größe 3400? 🙂"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "short", "0123456701234567012345670123456701234567"})
    void rows_indexThatDoesNotFit_areReadFromTheFirst(String index) throws IOException {
        Files.writeString(index(), index);

        assertThat(examples().rows(3_400, 1))
                .singleElement()
                .satisfies(
                        example -> assertThat(example.messages().get(0).text()).isEqualTo("Größe 3400? 🙂"));
    }

    @Test
    void delete_dataset_removesItsIndex() throws IOException {
        assertThat(index()).exists();

        shelf.delete(dataset.id(), "Ann");

        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
    }
}
