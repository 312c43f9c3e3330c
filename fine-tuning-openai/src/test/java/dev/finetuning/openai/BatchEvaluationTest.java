package dev.finetuning.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.finetuning.eval.Evaluation;
import dev.finetuning.eval.Evaluator;
import dev.finetuning.eval.TestCase;
import dev.finetuning.eval.batch.BatchMode;
import dev.finetuning.eval.batch.BatchPendingException;
import dev.finetuning.eval.report.Report;
import dev.finetuning.eval.scorer.ExactMatch;
import dev.finetuning.journal.Journal;
import dev.finetuning.journal.file.FileJournal;
import dev.finetuning.openai.sandbox.OpenAiSandbox;
import dev.finetuning.testing.ManualTime;
import dev.finetuning.testing.ScriptedChatModel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** An evaluation through the provider's batch API, over HTTP, by two processes one after the other. */
class BatchEvaluationTest {
    private static final List<TestCase> CASES = IntStream.range(0, 40)
            .mapToObj(i -> TestCase.of("question " + i, i % 4 == 0 ? "something else" : "question " + i))
            .toList();

    private final ManualTime time = ManualTime.create();

    @RegisterExtension
    final OpenAiSandbox sandbox = new OpenAiSandbox(time);

    @TempDir
    Path folder;

    @Test
    void evaluate_handedInByOneProcess_isFetchedByTheNextAndPaidOnce() {
        sandbox.chat(ScriptedChatModel.echo("echo"));
        try (FileJournal journal = FileJournal.in(folder.resolve("first"))) {
            assertThatThrownBy(() -> evaluate(journal, BatchMode.DEFAULT.withPatience(Duration.ZERO)))
                    .isInstanceOf(BatchPendingException.class)
                    .hasMessageContaining("batch_");
        }
        Evaluation fetched;
        try (FileJournal journal = FileJournal.in(folder.resolve("first"))) {
            fetched = evaluate(journal, BatchMode.DEFAULT);
        }
        assertThat(fetched.aggregate().passed().value()).isEqualTo(0.75);
        assertThat(fetched.errors()).isZero();
        assertThat(creations()).isEqualTo(2);

        Evaluation undisturbed;
        try (FileJournal journal = FileJournal.in(folder.resolve("second"))) {
            undisturbed = evaluate(journal, BatchMode.DEFAULT);
        }
        assertThat(html(fetched)).isEqualTo(html(undisturbed));
        assertThat(creations())
                .as("the same questions are the batches there are")
                .isEqualTo(2);
    }

    private Evaluation evaluate(Journal journal, BatchMode mode) {
        try (OpenAiChatModel model =
                new OpenAiChatModel(Fixtures.settings(sandbox).build(), Fixtures.MODEL)) {
            return Evaluator.builder()
                    .scorers(new ExactMatch())
                    .asking(settings -> settings.journal(journal).clock(time).sleeper(time))
                    .batches(mode.withQuestions(25))
                    .build()
                    .evaluate(CASES, model);
        }
    }

    private static String html(Evaluation evaluation) {
        return Report.builder("Batches").candidate(evaluation).build().html();
    }

    private long creations() {
        return sandbox.requestLines().stream()
                .filter("POST /v1/batches"::equals)
                .count();
    }
}
