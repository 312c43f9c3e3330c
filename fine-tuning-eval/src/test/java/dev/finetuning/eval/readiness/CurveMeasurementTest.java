package dev.finetuning.eval.readiness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.finetuning.advice.CurvePoint;
import dev.finetuning.advice.LearningCurve;
import dev.finetuning.dataset.Dataset;
import dev.finetuning.dataset.DatasetBuilder;
import dev.finetuning.dataset.Split;
import dev.finetuning.dataset.SplitRatios;
import dev.finetuning.eval.Evaluator;
import dev.finetuning.eval.baseline.Baselines;
import dev.finetuning.eval.scorer.ExactMatch;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Questions of 60 kinds, each known by a word of its own: with more examples more kinds are known. */
class CurveMeasurementTest {
    private final Evaluator evaluator = Evaluator.of(new ExactMatch());

    private static Split split() {
        DatasetBuilder questions = Dataset.builder("kinds");
        for (int i = 0; i < 360; i++) {
            String kind = "k" + Integer.toString(i % 60, 36);
            questions.addConversation("", "What about " + kind + " number" + i + "?", kind);
        }
        return questions.build().split(SplitRatios.trainAndTest(0.75));
    }

    @Test
    void measure_growingShares_asksEveryModelTheSameQuestions() {
        List<Integer> sizes = new ArrayList<>();

        LearningCurve curve = CurveMeasurement.of(split(), evaluator)
                .shares(0.1, 0.2, 0.4, 0.6, 1)
                .measure(part -> {
                    sizes.add(part.size());
                    return Baselines.nearest(part);
                });

        assertThat(sizes).containsExactly(27, 54, 108, 162, 270, 27, 54, 108, 162, 27, 54, 108, 162);
        assertThat(curve.points())
                .extracting(CurvePoint::examples)
                .startsWith(27L, 27L, 27L, 54L)
                .endsWith(270L);
        assertThat(curve.points())
                .allSatisfy(point -> assertThat(point.scores()).hasSize(90));
        assertThat(curve.points().get(0).mean()).isLessThan(0.6);
        assertThat(curve.points().get(12).mean()).isGreaterThan(0.9);
        assertThat(curve.at(540).score()).isGreaterThan(0.9);
    }

    @Test
    void measure_again_givesTheSameCurve() {
        CurveMeasurement measurement =
                CurveMeasurement.of(split(), evaluator).shares(0.2, 0.5, 1).repeats(1);

        assertThat(measurement.measure(Baselines::nearest).points())
                .isEqualTo(measurement.measure(Baselines::nearest).points());
    }

    @Test
    void shares_twoOnly_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CurveMeasurement.of(split(), evaluator).shares(0.5, 1, 0.5))
                .withMessageContaining("at least three shares");
    }
}
