package dev.finetuning.advice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.Stream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Golden values: scipy.optimize.curve_fit of SciPy 1.16.3 with NumPy 2.4.6 on CPython 3.11.7, bounds ([0, 0, 0.05],
 * [1, inf, 2]), tolerances of 1e-15, the best of five starts.
 */
class PowerLawTest {
    private static final double[] NOISY = {100, 200, 400, 800, 1600, 3200};
    private static final double[] NOISY_ERRORS = {0.412, 0.305, 0.236, 0.171, 0.142, 0.118};

    static Stream<Arguments> golden() {
        return Stream.of(
                Arguments.of(
                        NOISY,
                        NOISY_ERRORS,
                        new double[] {0.05721205642, 3.869998157, 0.5185345659},
                        8.60358958507821e-05),
                Arguments.of(
                        new double[] {20, 40, 80, 160, 320},
                        new double[] {0.31, 0.26, 0.245, 0.238, 0.239},
                        new double[] {0.2373117859, 11.06831511, 1.677570223},
                        3.679418875371291e-06),
                Arguments.of(
                        new double[] {125, 250, 500, 1000, 2000},
                        new double[] {0.62, 0.53, 0.45, 0.385, 0.33},
                        new double[] {0.02437991261, 1.911645681, 0.241351492},
                        3.166825676681435e-06),
                Arguments.of(
                        new double[] {50, 50, 50, 100, 100, 100, 200, 200, 200, 400, 400, 400},
                        new double[] {0.52, 0.49, 0.55, 0.41, 0.43, 0.38, 0.33, 0.31, 0.34, 0.24, 0.27, 0.25},
                        new double[] {0, 1.980946699, 0.342276321},
                        0.004072671793446379));
    }

    @ParameterizedTest
    @MethodSource("golden")
    void fit_measurements_isThatOfSciPy(double[] examples, double[] errors, double[] expected, double squares) {
        PowerLaw law = PowerLaw.fit(examples, errors);

        assertThat(law.floor()).isCloseTo(expected[0], within(1e-6));
        assertThat(law.scale()).isCloseTo(expected[1], Percentage.withPercentage(0.001));
        assertThat(law.exponent()).isCloseTo(expected[2], within(1e-6));
        double left = 0;
        for (int i = 0; i < examples.length; i++) {
            left += Math.pow(errors[i] - law.error(examples[i]), 2);
        }
        assertThat(left).isCloseTo(squares, Percentage.withPercentage(1e-6));
    }

    @Test
    void fit_exactLaw_findsIt() {
        double[] errors = new double[NOISY.length];
        for (int i = 0; i < errors.length; i++) {
            errors[i] = 0.05 + 2 / Math.sqrt(NOISY[i]);
        }

        PowerLaw law = PowerLaw.fit(NOISY, errors);

        assertThat(law.floor()).isCloseTo(0.05, within(1e-7));
        assertThat(law.scale()).isCloseTo(2, within(1e-6));
        assertThat(law.exponent()).isCloseTo(0.5, within(1e-7));
    }

    @Test
    void fit_errorThatDoesNotFall_isFlat() {
        PowerLaw flat = PowerLaw.fit(new double[] {10, 20, 40}, new double[] {0.3, 0.3, 0.3});
        PowerLaw rising = PowerLaw.fit(new double[] {10, 20, 40}, new double[] {0.2, 0.3, 0.4});

        assertThat(flat.error(1000)).isCloseTo(0.3, within(1e-9));
        assertThat(rising.error(1000)).isCloseTo(0.3, within(1e-9));
        assertThat(rising.examplesFor(0.2)).isInfinite();
    }

    @Test
    void fit_noErrorAtAll_isZero() {
        PowerLaw law = PowerLaw.fit(new double[] {10, 20, 40}, new double[] {0, 0, 0});

        assertThat(law.error(80)).isZero();
        assertThat(law.examplesFor(0)).isEqualTo(1);
    }
}
