package dev.finetuning.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.finetuning.console.input.Fields;
import dev.finetuning.console.input.RefusedException;
import dev.finetuning.console.shelf.DatasetShelf;
import dev.finetuning.console.shelf.ExampleEdits;
import dev.finetuning.console.shelf.RemedyChoice;
import dev.finetuning.console.shelf.RemedyDesk;
import dev.finetuning.console.shelf.RemedyOutcome;
import dev.finetuning.console.shelf.StoredDataset;
import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Example;
import dev.finetuning.example.Message;
import dev.finetuning.journal.InMemoryJournal;
import dev.finetuning.quality.Checks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Remedies that are tried and applied. */
class RemedyTest {
    @TempDir
    Path folder;

    private DatasetShelf shelf;

    @BeforeEach
    void open() {
        shelf = new DatasetShelf(folder, new InMemoryJournal(), 1L << 20, Clock.systemUTC());
    }

    private StoredDataset dataset(Example... examples) {
        return shelf.add("support", "", List.of(examples), "Ann");
    }

    private static Example chat(String question, String answer) {
        return ChatExample.of(Message.user(question), Message.assistant(answer));
    }

    @Test
    void apply_examplesWithErrors_dropsThemAndKeepsTheOthers() throws Exception {
        StoredDataset dataset =
                dataset(chat("a?", "b"), ChatExample.of(Message.user("no answer?")), chat("c?", "d"), chat("e?", "f"));
        try (RemedyDesk desk = new RemedyDesk(shelf, Checks.thorough())) {
            RemedyOutcome outcome = desk.preview(dataset, RemedyChoice.ERRORS);
            StoredDataset after = desk.apply(dataset, 1, RemedyChoice.ERRORS, "Bob");

            assertThat(outcome.dropped()).isOne();
            assertThat(outcome.first()).singleElement().satisfies(change -> {
                assertThat(change.origin().row()).isEqualTo(2);
                assertThat(change.reasons()).isNotEmpty();
            });
            assertThat(after.current().contents().examples()).isEqualTo(3);
            assertThat(after.current().why()).isEqualTo("Drop examples with errors: 0 changed, 1 dropped");
            assertThat(after.current().by()).isEqualTo("Bob");
            assertThat(files(".changes"))
                    .singleElement()
                    .satisfies(file -> assertThat(Files.readString(file)).contains("dropped", "no answer?"));
            assertThat(desk.change(after)).isEmpty();
        }
    }

    @Test
    void preview_manyLongExamples_keepsTheFirstAndCountsAll() {
        StoredDataset dataset = dataset(IntStream.range(0, 300)
                .mapToObj(i -> chat("question " + i, "answer ".repeat(2_000)))
                .toArray(Example[]::new));
        try (RemedyDesk desk = new RemedyDesk(shelf, Checks.none())) {
            RemedyOutcome outcome = desk.preview(dataset, RemedyChoice.WHITESPACE);

            assertThat(outcome.changed()).isEqualTo(300);
            assertThat(outcome.first()).hasSizeBetween(10, 30);
        }
    }

    @Test
    void apply_nothingToChangeOrNothingLeft_isRefusedAndLeavesNothing() throws Exception {
        StoredDataset sound = dataset(chat("a?", "b"));
        StoredDataset unsound = dataset(ChatExample.of(Message.user("no answer?")));
        try (RemedyDesk desk = new RemedyDesk(shelf, Checks.thorough())) {
            assertThatThrownBy(() -> desk.apply(sound, 1, RemedyChoice.ERRORS, "Bob"))
                    .hasMessageContaining("would change nothing");
            assertThatThrownBy(() -> desk.apply(unsound, 1, RemedyChoice.ERRORS, "Bob"))
                    .hasMessageContaining("would drop every example");

            assertThat(desk.change(sound)).isEmpty();
        }
        assertThat(files("")).hasSize(2);
    }

    @Test
    void apply_datasetChangedOrBeingChangedMeanwhile_isRefusedAndKeepsTheOtherChange() throws Exception {
        StoredDataset dataset = dataset(chat("a?", "b"), ChatExample.of(Message.user("no answer?")), chat("c?", "d"));
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch let = new CountDownLatch(1);
        try (RemedyDesk desk = new RemedyDesk(shelf, Checks.thorough().with(new HeldCheck(reached, let)))) {
            CompletableFuture<StoredDataset> slow =
                    CompletableFuture.supplyAsync(() -> desk.apply(dataset, 1, RemedyChoice.ERRORS, "Bob"));
            reached.await();
            assertThat(desk.change(dataset))
                    .hasValueSatisfying(change -> assertThat(change.failure()).isEmpty());
            assertThatThrownBy(() -> desk.apply(dataset, 1, RemedyChoice.DUPLICATES, "Bob"))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("Another remedy is being applied: Drop examples with errors");
            CompletableFuture<StoredDataset> added = CompletableFuture.supplyAsync(() -> new ExampleEdits(shelf, "Ann")
                    .add(dataset, 1, Fields.of(Map.of("user", "more?", "assistant", "yes"))));
            let.countDown();

            List<Throwable> refused = Stream.of(slow, added)
                    .map(RemedyTest::failure)
                    .flatMap(Optional::stream)
                    .toList();
            assertThat(refused)
                    .singleElement()
                    .satisfies(failure -> assertThat(failure).hasMessageContaining("has a newer revision"));
        }
        assertThat(shelf.dataset(dataset.id()).revisions()).hasSize(2);
        assertThat(files(".jsonl")).hasSize(2);
        assertThat(files(".part")).isEmpty();
    }

    private static Optional<Throwable> failure(CompletableFuture<?> work) {
        return work.handle((made, failure) -> Optional.ofNullable(failure).map(Throwable::getCause))
                .join();
    }

    private List<Path> files(String ending) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(ending)).toList();
        }
    }
}
