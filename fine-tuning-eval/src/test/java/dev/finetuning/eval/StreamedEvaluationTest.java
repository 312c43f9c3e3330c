package dev.finetuning.eval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.finetuning.asking.FailureKind;
import dev.finetuning.chat.ChatModel;
import dev.finetuning.chat.ChatReply;
import dev.finetuning.chat.ChatRequest;
import dev.finetuning.chat.Usage;
import dev.finetuning.eval.report.Report;
import dev.finetuning.eval.report.export.CsvResults;
import dev.finetuning.eval.report.export.JsonResults;
import dev.finetuning.eval.scorer.ExactMatch;
import dev.finetuning.journal.InMemoryJournal;
import dev.finetuning.provider.AnswerCutOffException;
import dev.finetuning.provider.Incident;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class StreamedEvaluationTest {
    private static final List<TestCase> CASES = List.of(TestCase.of("q1", "On Thursday."), TestCase.of("q2", "No."));

    private final InMemoryJournal journal = new InMemoryJournal();

    private Evaluator evaluator(boolean streamed) {
        return Evaluator.builder()
                .scorers(new ExactMatch())
                .errorLimit(1)
                .asking(settings -> streamed ? settings.journal(journal).streamed() : settings)
                .build();
    }

    @Test
    void evaluate_streamed_measuresTheFirstTokenAndShowsIt() {
        Evaluation evaluation = evaluator(true).evaluate(CASES, new Slow());

        assertThat(evaluation.firstTokenMillis().count()).isEqualTo(2);
        assertThat(evaluation.firstTokenMillis().max())
                .isPositive()
                .isLessThan(evaluation.latencyMillis().min());
        assertThat(JsonResults.of(evaluation)).contains("\"first_token_ms\" : {");
        assertThat(CsvResults.of(evaluation).lines().findFirst().orElseThrow()).endsWith(",cached,first_token_ms");
        assertThat(Report.builder("Streamed").candidate(evaluation).build().html())
                .contains("First token p50");
    }

    @Test
    void evaluate_storedAnswers_keepTheirTimeButDoNotCount() {
        Evaluation first = evaluator(true).evaluate(CASES, new Slow());
        List<TestCase> more = List.of(CASES.get(0), CASES.get(1), TestCase.of("q3", "x"));

        Evaluation second = evaluator(true).evaluate(more, new Slow());

        assertThat(second.firstTokenMillis().count()).isEqualTo(1);
        assertThat(second.results().get(0).reply().orElseThrow().firstToken())
                .isEqualTo(first.results().get(0).reply().orElseThrow().firstToken())
                .isPresent();
    }

    @Test
    void evaluate_notStreamed_saysNothingOfIt() {
        Evaluation evaluation = evaluator(false).evaluate(CASES, new Slow());

        assertThat(evaluation.firstTokenMillis().count()).isZero();
        assertThat(JsonResults.of(evaluation)).doesNotContain("first_token");
        assertThat(CsvResults.of(evaluation)).doesNotContain("first_token");
        assertThat(Report.builder("Whole").candidate(evaluation).build().html()).doesNotContain("First token");
    }

    @Test
    void evaluate_answerCutOff_isAFailureOfThatQuestionAlone() {
        Evaluation evaluation = evaluator(true)
                .evaluate(List.of(TestCase.of("cut", "x"), TestCase.of("q1", "On Thursday.")), new Slow());

        assertThat(evaluation.errorsByKind()).containsOnlyKeys(FailureKind.OUTCOME_UNKNOWN);
        assertThat(evaluation.errors()).isEqualTo(1);
    }

    /** Says a first part, takes its time, and says the rest. */
    private static final class Slow implements ChatModel {
        private static final String TEXT = "On Thursday.";

        @Override
        public String id() {
            return "slow";
        }

        @Override
        public ChatReply ask(ChatRequest request) {
            return ChatReply.of(id(), TEXT, Usage.NONE, Duration.ofMillis(1));
        }

        @Override
        public ChatReply stream(ChatRequest request, Consumer<String> parts) {
            long start = System.nanoTime();
            parts.accept("On ");
            if (request.messages().get(0).text().equals("cut")) {
                throw new AnswerCutOffException(Incident.of("scripted", "ask"), "reset", "On ", null);
            }
            LockSupport.parkNanos(Duration.ofMillis(30).toNanos());
            parts.accept("Thursday.");
            return ChatReply.of(id(), TEXT, Usage.NONE, Duration.ofNanos(System.nanoTime() - start));
        }
    }
}
