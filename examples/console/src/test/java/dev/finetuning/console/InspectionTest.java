package dev.finetuning.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.finetuning.console.input.RefusedException;
import dev.finetuning.console.shelf.DatasetShelf;
import dev.finetuning.console.shelf.Inspection;
import dev.finetuning.console.shelf.InspectionState;
import dev.finetuning.console.shelf.Inspector;
import dev.finetuning.console.shelf.StoredDataset;
import dev.finetuning.console.shelf.Upload;
import dev.finetuning.cost.TokenCounter;
import dev.finetuning.cost.TokenCounters;
import dev.finetuning.journal.InMemoryJournal;
import dev.finetuning.quality.Checks;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is known of a dataset while it is looked through, afterwards, and after a restart. */
class InspectionTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final TokenCounter COUNTER = TokenCounters.estimate();

    @TempDir
    Path folder;

    private DatasetShelf shelf;
    private StoredDataset dataset;

    @BeforeEach
    void upload() throws IOException {
        shelf = new DatasetShelf(folder, new InMemoryJournal(), 1L << 20, Clock.systemUTC());
        dataset = shelf.add(
                "support", "", new Upload("support.csv", new ByteArrayInputStream(RunningConsole.support())), "Ann");
    }

    private static Checks held(CountDownLatch let, CountDownLatch reached) {
        return Checks.standard().with(new HeldCheck(reached, let));
    }

    @Test
    void look_whileItIsLookedThrough_answersAtOnceWithHowFarItIs() throws Exception {
        CountDownLatch let = new CountDownLatch(1);
        CountDownLatch reached = new CountDownLatch(1);
        try (Inspector inspector = new Inspector(COUNTER, held(let, reached))) {
            inspector.look(shelf, dataset.current(), Duration.ZERO);
            reached.await();
            InspectionState state = inspector.look(shelf, dataset.current(), Duration.ofMillis(5));

            assertThat(state.known()).isEmpty();
            assertThat(state.done()).isBetween(0.0, 0.5);
            assertThat(state.progress())
                    .contains("of " + dataset.current().contents().examples() + " examples");

            let.countDown();
            InspectionState after = inspector.look(shelf, dataset.current(), LONG);
            assertThat(after.known()).isPresent();
            assertThat(after.done()).isOne();
        }
    }

    @Test
    void of_whileItIsLookedThroughForLong_isRefusedWithHowFarItIs() throws Exception {
        CountDownLatch let = new CountDownLatch(1);
        try (Inspector inspector = new Inspector(COUNTER, held(let, new CountDownLatch(1)), Duration.ofMillis(50))) {
            assertThatThrownBy(() -> inspector.of(shelf, dataset.current()))
                    .isInstanceOfSatisfying(
                            RefusedException.class,
                            refused -> assertThat(refused.code()).isEqualTo("being_checked"))
                    .hasMessageContaining("% of");
        } finally {
            let.countDown();
        }
    }

    @Test
    void look_afterARestart_findsWhatWasFoundWithoutLookingAgain() {
        Inspection found;
        try (Inspector inspector = new Inspector(COUNTER, Checks.thorough())) {
            found = inspector.of(shelf, dataset.current());
        }
        assertThat(found.report().findings()).isNotEmpty();

        CountDownLatch never = new CountDownLatch(1);
        try (Inspector restarted = new Inspector(COUNTER, held(never, new CountDownLatch(1)))) {
            assertThat(restarted.look(shelf, dataset.current(), Duration.ZERO).known())
                    .hasValue(found);
        } finally {
            never.countDown();
        }
    }

    @Test
    void look_fileOfWhatWasFoundDamaged_looksAgain() throws IOException {
        Inspection found;
        try (Inspector inspector = new Inspector(COUNTER, Checks.thorough())) {
            found = inspector.of(shelf, dataset.current());
        }
        Files.writeString(kept().get(0), "{\"report\": 1");

        try (Inspector restarted = new Inspector(COUNTER, Checks.thorough())) {
            assertThat(restarted.look(shelf, dataset.current(), LONG).known()).hasValue(found);
        }
    }

    @Test
    void delete_dataset_removesWhatWasFoundInIt() throws IOException {
        try (Inspector inspector = new Inspector(COUNTER, Checks.thorough())) {
            inspector.of(shelf, dataset.current());
        }
        assertThat(kept()).hasSize(1);

        shelf.delete(dataset.id(), "Ann");

        assertThat(kept()).isEmpty();
    }

    private List<Path> kept() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".checked")).toList();
        }
    }
}
