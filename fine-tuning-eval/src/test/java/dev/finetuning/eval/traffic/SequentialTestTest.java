package dev.finetuning.eval.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.finetuning.eval.Estimate;
import dev.finetuning.eval.compare.Verdict;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SequentialTestTest {
    @Test
    void sequential_goldenStreams_equalTheFormula() {
        SequentialTest conversions = new SequentialTest(0.05);
        SequentialTest feedback = new SequentialTest(0.05);
        for (int i = 0; i < 80; i++) {
            if (i < 60) {
                conversions.addControl(i % 4 == 0 ? 1 : 0);
                conversions.addTreatment(i % 4 == 0 ? 0 : 1);
            }
            feedback.addControl(i % 5 / 10.0);
            feedback.addTreatment(i % 5 / 10.0 + 0.4);
        }
        // SciPy 1.17.1: the products of beta functions by scipy.special.betaln over the pooled likelihood
        assertThat(conversions.pValue()).isCloseTo(7.921126420503849e-06, within(1e-12));
        assertThat(feedback.pValue()).isCloseTo(6.647646825055502e-05, within(1e-11));
    }

    @Test
    void sequential_clearDifference_isDecidedAndStaysSo() {
        SequentialTest test = new SequentialTest(0.05);
        Random random = new Random(1);
        int looks = 0;
        while (test.verdict() == Verdict.UNDECIDED && looks++ < 5_000) {
            test.addControl(random.nextDouble() < 0.3 ? 1 : 0);
            test.addTreatment(random.nextDouble() < 0.5 ? 1 : 0);
        }
        assertThat(test.verdict()).isEqualTo(Verdict.BETTER);
        assertThat(looks).isLessThan(600);
        double p = test.pValue();
        test.addTreatment(0);
        assertThat(test.pValue()).isEqualTo(p);
    }

    @Test
    void sequential_noDifferenceLookedAtEveryTime_isRarelyMistaken() {
        Random random = new Random(2);
        long mistaken = IntStream.range(0, 400)
                .filter(round -> {
                    SequentialTest test = new SequentialTest(0.05);
                    for (int i = 0; i < 400; i++) {
                        test.addControl(random.nextDouble());
                        test.addTreatment(random.nextDouble() < 0.5 ? 1 : 0);
                    }
                    return test.verdict() != Verdict.UNDECIDED;
                })
                .count();
        assertThat(mistaken).isLessThanOrEqualTo(20);
    }

    @Test
    void sequential_interval_holdsTheDifferenceAllAlong() {
        Random random = new Random(3);
        for (int round = 0; round < 40; round++) {
            SequentialTest test = new SequentialTest(0.05);
            for (int i = 0; i < 300; i++) {
                test.addControl(random.nextDouble() < 0.2 ? 1 : 0);
                test.addTreatment(random.nextDouble() < 0.6 ? 1 : 0);
            }
            Estimate difference = test.difference();
            assertThat(0.4).isBetween(difference.low(), difference.high());
            assertThat(difference.value()).isBetween(difference.low(), difference.high());
        }
    }

    // SciPy 1.17.1: scipy.special.gammaln
    @ParameterizedTest
    @CsvSource({"1, 0", "2, 0", "1.5, -0.12078223763524526", "10, 12.801827480081469", "1000.25, 5906.9472682711175"})
    void logGamma_goldenValues_equalsScipy(double x, double value) {
        assertThat(LogGamma.of(x)).isCloseTo(value, within(1e-7));
    }

    @Test
    void sequential_armsSwapped_isAsSureOfTheOpposite() {
        Random random = new Random(46);
        SequentialTest there = new SequentialTest(0.05);
        SequentialTest back = new SequentialTest(0.05);
        for (int i = 0; i < 300; i++) {
            double control = random.nextDouble() * 0.5;
            double treatment = random.nextDouble();
            there.addControl(control);
            back.addTreatment(control);
            there.addTreatment(treatment);
            back.addControl(treatment);
        }
        assertThat(there.pValue()).isCloseTo(back.pValue(), within(1e-12));
        assertThat(there.verdict()).isEqualTo(Verdict.BETTER);
        assertThat(back.verdict()).isEqualTo(Verdict.WORSE);
        assertThat(there.difference().low()).isCloseTo(-back.difference().high(), within(1e-9));
    }
}
