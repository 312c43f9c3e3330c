package dev.finetuning.advice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LearningCurveTest {
    private static final PowerLaw TRUTH = new PowerLaw(0.08, 3, 0.5);

    /** Exactly the law's errors, on many cases. */
    private static CurvePoint exact(PowerLaw law, long examples) {
        int wrong = (int) Math.round(law.error((double) examples) * 2_000);
        List<Double> scores = new ArrayList<>(Collections.nCopies(wrong, 0.0));
        scores.addAll(Collections.nCopies(2_000 - wrong, 1.0));
        return new CurvePoint(examples, scores);
    }

    private static LearningCurve exact(PowerLaw law) {
        return LearningCurve.of(LongStream.of(100, 200, 400, 800, 1600)
                .mapToObj(examples -> exact(law, examples))
                .toList());
    }

    @Test
    void at_moreThanMeasured_followsTheLaw() {
        LearningCurve curve = exact(TRUTH);

        assertThat(curve.law().exponent()).isCloseTo(0.5, within(0.02));
        assertThat(curve.at(3200).score()).isCloseTo(1 - TRUTH.error(3200), within(0.001));
        assertThat(curve.at(3200).interval().low()).isLessThan(curve.at(3200).score());
        assertThat(curve.ceiling()).isCloseTo(0.92, within(0.01));
    }

    @Test
    void examplesFor_withinReach_isWhereTheLawGetsThere() {
        ExamplesNeeded needed = exact(TRUTH).examplesFor(0.88);

        // 0.12 = 0.08 + 3 / √n at n = 5625
        assertThat(needed.expected().orElseThrow()).isBetween(4_800L, 6_600L);
        assertThat(needed.low().orElseThrow()).isLessThan(needed.expected().orElseThrow());
        assertThat(needed.toString()).matches("about 5,\\d{3} examples \\(\\d.*");
    }

    @Test
    void examplesFor_aboveTheCeilingOrFarAway_isEmpty() {
        LearningCurve curve = exact(TRUTH);

        assertThat(curve.examplesFor(0.95).expected()).isEmpty();
        assertThat(curve.examplesFor(0.91).expected()).as("at 90,000").isEmpty();
        assertThat(curve.examplesFor(0.95)).hasToString("more examples than the curve can tell");
    }

    @Test
    void at_beyondItsReach_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> exact(TRUTH).at(16_001))
                .withMessageContaining("to 16000 examples");
    }

    @Test
    void of_twoSizesOrOtherCases_isRefused() {
        CurvePoint ten = new CurvePoint(10, List.of(1.0, 0.0));
        CurvePoint twenty = new CurvePoint(20, List.of(1.0, 1.0));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> LearningCurve.of(List.of(ten, twenty, ten)))
                .withMessageContaining("at least 3");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LearningCurve.of(List.of(ten, twenty, new CurvePoint(40, List.of(1.0)))))
                .withMessageContaining("same test cases");
    }

    @Test
    void of_samePoints_givesTheSameCurve() {
        assertThat(exact(TRUTH).at(3200)).isEqualTo(exact(TRUTH).at(3200));
    }

    /**
     * 20 simulated measurements on 300 cases of unequal difficulty: the interval at twice the data must contain the
     * truth in about 95 % of them. Of 500 it did in 481.
     */
    @Test
    void at_twiceTheData_intervalCoversTheTruth() {
        Random random = new Random(7);
        int covered = 0;
        for (int i = 0; i < 20; i++) {
            Projection doubled = simulated(random).at(3200);
            double truth = 1 - TRUTH.error(3200);
            covered += doubled.interval().low() <= truth
                            && truth <= doubled.interval().high()
                    ? 1
                    : 0;
        }
        assertThat(covered).isGreaterThanOrEqualTo(17);
    }

    /** A case is answered rightly by a model if the model's score is above the case's difficulty plus some chance. */
    private static LearningCurve simulated(Random random) {
        double[] difficulty =
                DoubleStream.generate(random::nextDouble).limit(300).toArray();
        List<CurvePoint> points = new ArrayList<>();
        for (long examples : new long[] {100, 200, 400, 800, 1600}) {
            double score = 1 - TRUTH.error((double) examples);
            points.add(new CurvePoint(
                    examples,
                    DoubleStream.of(difficulty)
                            .map(hard -> (hard + 0.3 * random.nextDouble()) % 1 < score ? 1 : 0)
                            .boxed()
                            .collect(Collectors.toList())));
        }
        return LearningCurve.of(points);
    }
}
