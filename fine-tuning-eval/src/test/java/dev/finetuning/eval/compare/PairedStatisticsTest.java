package dev.finetuning.eval.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.finetuning.eval.Estimate;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PairedStatisticsTest {
    private static final double[] DIFFERENCES = {0.1, -0.05, 0.2, 0.3, 0.0, 0.15, -0.1, 0.25, 0.05, 0.12};

    // SciPy 1.17.1: scipy.stats.binomtest(b, b + c, 0.5).pvalue
    @ParameterizedTest
    @CsvSource({
        "1, 8, 0.0390625",
        "0, 8, 0.0078125",
        "10, 25, 0.016673847800120715",
        "120, 100, 0.2000922290282712",
        "5, 5, 1",
        "3, 11, 0.057373046875",
        "0, 0, 1"
    })
    void mcNemar_goldenCounts_equalsScipy(long regressed, long fixed, double pValue) {
        assertThat(McNemar.of(regressed, fixed).pValue()).isCloseTo(pValue, within(1e-13));
        assertThat(McNemar.of(fixed, regressed).pValue()).isCloseTo(pValue, within(1e-13));
    }

    @Test
    void mcNemar_hundredsOfDisagreements_keepsItsDigits() {
        // SciPy 1.17.1: binomtest(64, 488, 0.5).pvalue
        assertThat(McNemar.of(64, 424).pValue()).isCloseTo(3.5239771307528586e-66, within(1e-78));
    }

    @Test
    void mcNemar_thousandsOfDisagreements_staysFinite() {
        assertThat(McNemar.of(4_000, 6_000).pValue()).isBetween(0.0, 1e-80);
        assertThat(McNemar.of(50_000, 50_000).pValue()).isCloseTo(1, within(1e-9));
    }

    @Test
    void permutation_tenDifferences_equalsScipysExactTest() {
        // SciPy 1.17.1: scipy.stats.permutation_test(permutation_type='samples', n_resamples=inf).pvalue
        assertThat(PermutationTest.pValue(DIFFERENCES, 1, 0)).isEqualTo(0.046875);
    }

    @Test
    void permutation_sampled_agreesWithTheExactTest() {
        Random random = new Random(5);
        double[] twenty = DoubleStream.generate(() -> random.nextGaussian() + 0.4)
                .limit(20)
                .toArray();
        double exact = PermutationTest.pValue(twenty, 1, 0);
        // a 21st difference of 0 changes nothing but takes the sampled way
        double sampled = PermutationTest.pValue(Arrays.copyOf(twenty, 21), 100_000, 1);
        assertThat(sampled).isCloseTo(exact, within(0.004));
        assertThat(PermutationTest.pValue(Arrays.copyOf(twenty, 21), 100_000, 1))
                .isEqualTo(sampled);
    }

    @Test
    void permutation_noDifference_rejectsAsOftenAsItSays() {
        Random random = new Random(6);
        long rejected = IntStream.range(0, 2_000)
                .filter(round -> {
                    double[] none = DoubleStream.generate(random::nextGaussian)
                            .limit(12)
                            .toArray();
                    return PermutationTest.pValue(none, 1, 0) < 0.05;
                })
                .count();
        assertThat(rejected).isBetween(70L, 135L);
    }

    @Test
    void ofNumbers_manyDifferences_agreesWithTheNormalInterval() {
        Random random = new Random(7);
        double[] values =
                DoubleStream.generate(random::nextGaussian).limit(1_000).toArray();
        Estimate estimate = Estimate.ofNumbers(lone(values));
        double mean = Arrays.stream(values).average().orElseThrow();
        double variance =
                Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum() / 999;
        double half = 1.959963984540054 * Math.sqrt(variance / 1_000);
        assertThat(estimate.value()).isCloseTo(mean, within(1e-12));
        assertThat(estimate.low()).isCloseTo(mean - half, within(0.002));
        assertThat(estimate.high()).isCloseTo(mean + half, within(0.002));
    }

    @Test
    void ofDifferences_groups_widenTheInterval() {
        double[] values = new Random(8).doubles(50, -1, 1).toArray();
        Estimate lone = Estimate.ofDifferences(lone(Arrays.stream(values)
                .flatMap(v -> IntStream.range(0, 10).mapToDouble(i -> v))
                .toArray()));
        Estimate together = Estimate.ofDifferences(Arrays.stream(values)
                .mapToObj(v -> DoubleStream.generate(() -> v).limit(10).toArray())
                .toList());
        assertThat((together.high() - together.low()) / (lone.high() - lone.low()))
                .isCloseTo(Math.sqrt(10), within(0.3));
    }

    @Test
    void ofDifferences_noneOrAll_hasWidthThatFallsWithTheCases() {
        double before = 2;
        for (int n : new int[] {1, 2, 5, 10, 100, 1_000}) {
            Estimate none = Estimate.ofDifferences(lone(new double[n]));
            double[] gains = new double[n];
            Arrays.fill(gains, 1);
            Estimate all = Estimate.ofDifferences(lone(gains));
            assertThat(none.high()).isPositive().isLessThan(before);
            assertThat(none.low()).isEqualTo(-none.high());
            assertThat(all.low()).isLessThan(1);
            assertThat(all.high()).isEqualTo(1);
            before = none.high();
        }
    }

    private static List<double[]> lone(double[] values) {
        return Arrays.stream(values).mapToObj(v -> new double[] {v}).toList();
    }

    // SciPy 1.17.1: p where (binom.sf(x - 1, n, p) + binom.sf(x, n, p)) / 2 is 0.025, by scipy.optimize.brentq
    @ParameterizedTest
    @CsvSource({
        "0, 10, 0.0, 0.2588655508930523",
        "1, 10, 0.005001475282439954, 0.40347615573769446",
        "8, 10, 0.4804903368827615, 0.9650016992016116",
        "10, 10, 0.7411344491069477, 1.0",
        "45, 100, 0.35460334556064577, 0.5482540806802284",
        "3080, 3080, 0.999027832512747, 1.0",
        "3000, 3080, 0.9679459746569866, 0.9792150953144162"
    })
    void share_goldenCounts_equalsScipy(long successes, long n, double low, double high) {
        Estimate share = Estimate.share((double) successes, n);
        assertThat(share.low()).isCloseTo(low, within(1e-12));
        assertThat(share.high()).isCloseTo(high, within(1e-12));
    }

    @Test
    void holm_goldenValues_equalsStatsmodels() {
        // statsmodels 0.15.0: statsmodels.stats.multitest.multipletests(method='holm')
        assertThat(Holm.adjust(0.01, 0.04, 0.03, 0.005))
                .containsExactly(new double[] {0.03, 0.06, 0.06, 0.02}, within(1e-15));
        assertThat(Holm.adjust(0.2, 0.001, 0.6, 0.02, 0.02))
                .containsExactly(new double[] {0.4, 0.005, 0.6, 0.08, 0.08}, within(1e-15));
    }

    @Test
    void casesNeeded_goldenValues_equalsTheFormulas() {
        // Connor's formula with quantiles of SciPy 1.17.1: 468.57, 233.09; ((z1 + z2) * 0.3 / 0.05)^2 = 282.56
        assertThat(CasesNeeded.forShares(0.05, 0.10)).isEqualTo(469);
        assertThat(CasesNeeded.forShares(0.2, 0.1)).isEqualTo(234);
        assertThat(CasesNeeded.forScores(0.05, 0.3)).isEqualTo(283);
        assertThat(CasesNeeded.forShares(0.1, 0.1)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void arguments_outOfRange_areRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> McNemar.of(-1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> PermutationTest.pValue(new double[0], 100, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> CasesNeeded.forShares(0.8, 0.8));
    }
}
