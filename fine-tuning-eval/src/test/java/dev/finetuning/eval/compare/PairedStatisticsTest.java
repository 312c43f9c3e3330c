package dev.finetuning.eval.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.finetuning.eval.ClusterBootstrap;
import dev.finetuning.eval.Estimate;
import java.util.Arrays;
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
    void bootstrap_tenDifferences_comesNearScipys() {
        // SciPy 1.17.1: scipy.stats.bootstrap(n_resamples=200000, method='percentile') gives 0.026 to 0.177
        Estimate mean = ClusterBootstrap.mean(
                Arrays.stream(DIFFERENCES).mapToObj(v -> new double[] {v}).toList(), 100_000, 1);
        assertThat(mean.low()).isCloseTo(0.026, within(0.001));
        assertThat(mean.high()).isCloseTo(0.177, within(0.001));
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
    void bootstrap_manyDifferences_agreesWithTheNormalInterval() {
        Random random = new Random(7);
        double[] values =
                DoubleStream.generate(random::nextGaussian).limit(1_000).toArray();
        Estimate estimate = ClusterBootstrap.mean(
                Arrays.stream(values).mapToObj(v -> new double[] {v}).toList(), 10_000, 1);
        double mean = Arrays.stream(values).average().orElseThrow();
        double variance =
                Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum() / 999;
        double half = 1.959963984540054 * Math.sqrt(variance / 1_000);
        assertThat(estimate.value()).isCloseTo(mean, within(1e-12));
        assertThat(estimate.low()).isCloseTo(mean - half, within(0.005));
        assertThat(estimate.high()).isCloseTo(mean + half, within(0.005));
    }

    @Test
    void bootstrap_clusters_widenTheInterval() {
        double[] values = new Random(8).doubles(50, -1, 1).toArray();
        Estimate lone = ClusterBootstrap.mean(
                Arrays.stream(values)
                        .boxed()
                        .flatMap(v -> IntStream.range(0, 10).mapToObj(i -> new double[] {v}))
                        .toList(),
                2_000,
                1);
        Estimate together = ClusterBootstrap.mean(
                Arrays.stream(values)
                        .mapToObj(v -> DoubleStream.generate(() -> v).limit(10).toArray())
                        .toList(),
                2_000,
                1);
        assertThat((together.high() - together.low()) / (lone.high() - lone.low()))
                .isCloseTo(Math.sqrt(10), within(0.3));
    }

    // statsmodels 0.15.0: statsmodels.stats.proportion.proportion_confint(method='wilson')
    @ParameterizedTest
    @CsvSource({
        "0, 10, 0, 0.27753279986288926",
        "8, 10, 0.49016247153664183, 0.9433178485456247",
        "45, 100, 0.35614537979511973, 0.5475539700255787",
        "3080, 3080, 0.9987543267473408, 1"
    })
    void wilson_goldenCounts_equalsStatsmodels(long successes, long n, double low, double high) {
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
