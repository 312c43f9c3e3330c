package dev.finetuning.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.finetuning.eval.scorer.ExactMatch;
import dev.finetuning.eval.scorer.Score;
import dev.finetuning.eval.scorer.ScoreInput;
import dev.finetuning.eval.scorer.Scorer;
import dev.finetuning.testing.ScriptedChatModel;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
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
    void assertions_atTheThreshold_areDecidedInDecimals() {
        // (0.1 + 0.7) / 2 is below 0.4 and 0.04 - 0.03 above 0.01 in binary
        Evaluation tenths = scored(0.1, 0.7);
        assertThat(tenths.aggregate().mean().value()).isLessThan(0.4);
        EvaluationAssert.assertThat(tenths).hasMeanOfAtLeast("M", 0.4);
        EvaluationAssert.assertThat(scored(0.01)).isNotWorseThan(scored(0.04), "M", 0.03);
        assertThat(tenths.aggregate().shareAtLeast(0.7).value()).isEqualTo(0.5);
        assertThatThrownBy(() -> EvaluationAssert.assertThat(tenths).hasMeanOfAtLeast("M", 0.4001))
                .isInstanceOf(AssertionError.class);
    }

    private static Evaluation scored(double... values) {
        Scorer scorer = new Scorer() {
            @Override
            public String name() {
                return "M";
            }

            @Override
            public Score score(ScoreInput input) {
                return Score.of("M", Double.parseDouble(input.outputText()), 0.5);
            }
        };
        List<TestCase> cases = IntStream.range(0, values.length)
                .mapToObj(i -> TestCase.of("q" + i, ""))
                .toList();
        return Evaluator.of(scorer)
                .evaluate(
                        cases,
                        ScriptedChatModel.answering(
                                "m",
                                request -> String.valueOf(values[
                                        Integer.parseInt(
                                                request.messages().get(0).text().substring(1))])));
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
