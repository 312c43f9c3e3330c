package dev.finetuning.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EstimateTest {
    /** Newcombe (1998), Statistics in Medicine 17, table I, method 6 (mid-P): 81/263, 15/148, 0/20, 1/29. */
    @Test
    void share_newcombesExamples_giveHisIntervals() {
        assertInterval(Estimate.share(81, 263), 0.2544, 0.3658);
        assertInterval(Estimate.share(15, 148), 0.0601, 0.1581);
        assertInterval(Estimate.share(0, 20), 0.0000, 0.1391);
        assertInterval(Estimate.share(1, 29), 0.0017, 0.1585);
    }

    @Test
    void share_nothing_isAbsent() {
        assertThat(Estimate.share(0, 0).isPresent()).isFalse();
        assertThatThrownBy(() -> Estimate.share(3, 2)).isInstanceOf(IllegalArgumentException.class);
    }

    /** numpy.percentile([15, 20, 35, 40, 50], [5, 30, 40, 95]). */
    @Test
    void percentile_numpysDefault_isMatched() {
        Distribution distribution = Distribution.of(DoubleStream.of(40, 15, 50, 35, 20));

        assertThat(distribution.percentile(5)).isCloseTo(16, within(1e-12));
        assertThat(distribution.percentile(30)).isCloseTo(23, within(1e-12));
        assertThat(distribution.percentile(40)).isCloseTo(29, within(1e-12));
        assertThat(distribution.percentile(95)).isCloseTo(48, within(1e-12));
        assertThat(distribution.median()).isEqualTo(35);
        assertThat(distribution.histogram(0, 50, 5)).containsExactly(0, 1, 1, 1, 2);
    }

    /** SciPy 1.17.1: scipy.stats.quantile_test(x, p=p).confidence_interval(0.95). */
    @Test
    void percentileEstimate_goldenNumbers_equalScipys() {
        Distribution twenty = Distribution.of(DoubleStream.of(
                0.31, 0.02, 0.99, 0.44, 0.55, 0.10, 0.73, 0.66, 0.27, 0.81, 0.15, 0.92, 0.38, 0.49, 0.60, 0.05, 0.87,
                0.70, 0.21, 0.33));
        assertInterval(twenty.percentileEstimate(50), 0.27, 0.70);
        assertInterval(twenty.percentileEstimate(25), 0.05, 0.44);
        assertThat(twenty.percentileEstimate(90).low()).isEqualTo(0.70);
        assertThat(twenty.percentileEstimate(90).high()).isInfinite();
        assertThat(twenty.percentileEstimate(50).value()).isCloseTo(0.465, within(1e-12));

        Distribution many = Distribution.of(IntStream.rangeClosed(1, 200).mapToDouble(i -> i / 200.0));
        assertInterval(many.percentileEstimate(50), 0.43, 0.575);
        assertInterval(many.percentileEstimate(95), 0.92, 0.985);
        assertThat(many.percentileEstimate(99).low()).isEqualTo(0.975);
        assertThat(Distribution.of(DoubleStream.empty()).percentileEstimate(50).isPresent())
                .isFalse();
    }

    @Test
    void ofScores_independentCases_comesNearTheNormalInterval() {
        List<double[]> singles =
                IntStream.range(0, 400).mapToObj(i -> new double[] {i % 2}).toList();

        Estimate mean = Estimate.ofScores(singles);

        assertInterval(mean, 0.5 - 1.96 * 0.025, 0.5 + 1.96 * 0.025, 0.006);
    }

    @Test
    void ofScores_largeGroups_widenTheInterval() {
        List<double[]> tens = IntStream.range(0, 40)
                .mapToObj(i -> DoubleStream.generate(() -> i % 2).limit(10).toArray())
                .toList();

        Estimate mean = Estimate.ofScores(tens);

        assertInterval(mean, 0.5 - 1.96 * 0.079, 0.5 + 1.96 * 0.079, 0.02);
        assertThat(mean.n()).isEqualTo(400);
    }

    private static void assertInterval(Estimate estimate, double low, double high) {
        assertInterval(estimate, low, high, 0.0001);
    }

    private static void assertInterval(Estimate estimate, double low, double high, double tolerance) {
        assertThat(estimate.low()).isCloseTo(low, within(tolerance));
        assertThat(estimate.high()).isCloseTo(high, within(tolerance));
    }
}
