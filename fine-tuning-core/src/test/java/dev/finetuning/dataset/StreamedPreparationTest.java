package dev.finetuning.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.finetuning.example.Example;
import dev.finetuning.format.ChatMessages;
import dev.finetuning.format.reading.ExampleReader;
import dev.finetuning.source.JsonLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StreamedPreparationTest {
    private static final SplitPlan PLAN = SplitPlan.stable(SplitRatios.of(0.8, 0.1, 0.1));

    @TempDir
    Path folder;

    @Test
    void run_everyRecord_isAccountedForAndSplitAsInMemory() throws IOException {
        Path input = input(6000);
        Dataset whole =
                Dataset.builder("d").addJsonLines(input, ChatMessages.format()).build();
        StreamedPreparation preparation = StreamedPreparation.of(PLAN, ChatMessages.format())
                .step(example -> text(example).endsWith("7") ? Optional.empty() : Optional.of(example));
        StreamedPreparation.Outcome outcome = run(preparation, input, 2);

        assertThat(outcome.read()).isEqualTo(6000);
        assertThat(outcome.rejected()).isEqualTo(1);
        assertThat(outcome.dropped()).isEqualTo(600);
        assertThat(outcome.duplicates()).isEqualTo(2700);
        assertThat(outcome.train() + outcome.validation() + outcome.test()).isEqualTo(2700);

        Dataset train = Dataset.builder("t")
                .addJsonLines(folder.resolve("train"), ChatMessages.format())
                .build();
        Dataset inMemory = whole.split(PLAN).train();
        assertThat(train.size()).isEqualTo((int) outcome.train());
        assertThat(train.examples().stream().map(Fingerprint::of))
                .isSubsetOf(inMemory.examples().stream().map(Fingerprint::of).toList());
    }

    @Test
    void run_failing_leavesNothing() throws IOException {
        StreamedPreparation preparation = StreamedPreparation.of(PLAN, ChatMessages.format())
                .step(example -> {
                    throw new IllegalStateException("step");
                });
        Path input = input(10);
        assertThatThrownBy(() -> run(preparation, input, 1)).hasMessage("step");
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(input);
        }
        assertThatThrownBy(
                        () -> StreamedPreparation.of(SplitPlan.exact(SplitRatios.of(0.5, 0.5)), ChatMessages.format()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void diff_versions_tellWhatChanged() {
        Dataset one = Dataset.builder("d")
                .addConversation("", "q1", "a")
                .addConversation("", "q2", "a")
                .build();
        Dataset two = one.toBuilder().addConversation("", "q3", "a").build();
        Dataset three = two.toBuilder().remove(0).addConversation("", "q1", "b").build();
        assertThat(DatasetDiff.between(one, one).bump()).isEqualTo(DatasetDiff.Bump.NONE);
        assertThat(DatasetDiff.between(one, two).bump()).isEqualTo(DatasetDiff.Bump.MINOR);
        assertThat(DatasetDiff.between(two, one).bump()).isEqualTo(DatasetDiff.Bump.MAJOR);
        DatasetDiff diff = DatasetDiff.between(two, three);
        assertThat(diff.changed()).hasSize(1);
        assertThat(diff.added()).isEmpty();
        assertThat(diff.removed()).isEmpty();
        assertThat(diff.unchanged()).isEqualTo(2);
    }

    private StreamedPreparation.Outcome run(StreamedPreparation preparation, Path input, int threads)
            throws IOException {
        return preparation.run(
                ExampleReader.of(JsonLines.of(input), ChatMessages.format()).threads(threads),
                folder.resolve("train"),
                folder.resolve("validation"),
                folder.resolve("test"));
    }

    private Path input(int size) throws IOException {
        StringBuilder lines = new StringBuilder("broken\n");
        for (int i = 0; i < size; i++) {
            lines.append("{\"messages\":[{\"role\":\"user\",\"content\":\"q")
                    .append(i % (size / 2))
                    .append("\"},{\"role\":\"assistant\",\"content\":\"a\"}]}\n");
        }
        return Files.writeString(folder.resolve("input.jsonl"), lines);
    }

    private static String text(Example example) {
        return example.messages().get(0).text();
    }
}
