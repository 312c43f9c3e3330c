package dev.finetuning.eval.internal.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Against {@code inter_rater.cohens_kappa} of statsmodels 0.15.0; scikit-learn 1.9.1 gives the same values. */
class KappaTest {
    /** The verdicts that a table of counts sums up: rows are one rater's, columns the other's. */
    private static Kappa of(int[][] table) {
        List<Double> rows = new ArrayList<>();
        List<Double> columns = new ArrayList<>();
        for (int i = 0; i < table.length; i++) {
            for (int j = 0; j < table.length; j++) {
                for (int k = 0; k < table[i][j]; k++) {
                    rows.add((double) i);
                    columns.add((double) j);
                }
            }
        }
        return new Kappa(
                rows.stream().mapToDouble(Double::doubleValue).toArray(),
                columns.stream().mapToDouble(Double::doubleValue).toArray());
    }

    private static void assertGolden(int[][] table, double kappa, double standardError) {
        assertThat(of(table).value()).isCloseTo(kappa, within(1e-12));
        assertThat(of(table).standardError()).isCloseTo(standardError, within(1e-12));
        Bounds bounds = of(table).bounds(0.95);
        assertThat(bounds.low()).isLessThanOrEqualTo(kappa - 1.959963984540054 * standardError + 1e-12);
        assertThat(bounds.high())
                .isGreaterThanOrEqualTo(Math.min(1, kappa + 1.959963984540054 * standardError) - 1e-12);
    }

    @Test
    void value_twoVerdicts_isThatOfStatsmodels() {
        assertGolden(new int[][] {{30, 7}, {5, 18}}, 0.5838150289017342, 0.10675787143584423);
        assertGolden(new int[][] {{45, 5}, {4, 2}}, 0.21739130434782636, 0.1800702659900025);
    }

    @Test
    void value_threeVerdicts_isThatOfStatsmodels() {
        assertGolden(new int[][] {{44, 5, 1}, {7, 20, 8}, {2, 4, 9}}, 0.5548227535037097, 0.0693708473629948);
    }

    @Test
    void bounds_allVerdictsEqual_areNotWithoutWidth() {
        Kappa equal = of(new int[][] {{50, 0}, {0, 10}});

        assertThat(equal.value()).isCloseTo(1, within(1e-12));
        assertThat(equal.bounds(0.95).high()).isCloseTo(1, within(1e-12));
        assertThat(equal.bounds(0.95).low()).isBetween(0.75, 0.9);
    }

    @Test
    void value_oneVerdictForAll_cannotBeTold() {
        assertThat(of(new int[][] {{50, 0}, {0, 0}}).value()).isNaN();
    }

    @Test
    void value_oneRaterGivesOneVerdictToAll_isChance() {
        assertThat(of(new int[][] {{40, 10}, {0, 0}}).value()).isCloseTo(0, within(1e-12));
    }
}
