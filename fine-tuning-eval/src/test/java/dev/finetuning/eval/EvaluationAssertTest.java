package dev.finetuning.eval;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.finetuning.eval.scorer.ExactMatch;
import dev.finetuning.testing.ScriptedChatModel;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class EvaluationAssertTest {
    private final Evaluator evaluator = Evaluator.of(new ExactMatch());
    private final Evaluation right = evaluator.evaluate(
            Cases.numbered(20),
            ScriptedChatModel.answering(
                            "right", r -> Cases.answer(r.messages().get(0).text()))
                    .latency(Duration.ofMillis(80)));
    private final Evaluation wrong = evaluator.evaluate(Cases.numbered(20), ScriptedChatModel.echo("wrong"));

    @Test
    void assertions_thatHold_passOn() {
        EvaluationAssert.assertThat(right)
                .hasMeanOfAtLeast("ExactMatch", 1)
                .hasMeanSurelyOfAtLeast("ExactMatch", 0.86)
                .hasPassedShareOfAtLeast("ExactMatch", 1)
                .hasNoErrors()
                .hasLatencyP95OfAtMost(Duration.ofMillis(80))
                .isNotWorseThan(wrong, "ExactMatch", 0);
    }

    @Test
    void isNotWorseThan_worse_saysByHowMuch() {
        assertThatThrownBy(() -> EvaluationAssert.assertThat(wrong).isNotWorseThan(right, "ExactMatch", 0.01))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("at least 0.9900 (right less 0.0100), but was: 0.0000");
    }

    @Test
    void hasLatencyP95OfAtMost_slower_fails() {
        assertThatThrownBy(() -> EvaluationAssert.assertThat(right).hasLatencyP95OfAtMost(Duration.ofMillis(79)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("latency p95");
    }

    @Test
    void hasMeanOfAtLeast_unknownMetric_namesTheKnown() {
        assertThatThrownBy(() -> EvaluationAssert.assertThat(right).hasMeanOfAtLeast("Accuracy", 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[ExactMatch]");
    }
}
