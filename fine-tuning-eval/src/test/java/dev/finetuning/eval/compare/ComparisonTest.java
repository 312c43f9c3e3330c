package dev.finetuning.eval.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.finetuning.eval.Evaluation;
import dev.finetuning.registry.version.PairedComparison;
import dev.finetuning.registry.version.ScoreCard;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    @Test
    void of_passAndFail_isMcNemarWithLists() {
        Comparison comparison = Comparison.of(
                Evaluations.of("old", 1, 1, 0, 0, 0, 0, 0, 0, 0, 0),
                Evaluations.of("new", 1, 0, 1, 1, 1, 1, 1, 1, 1, 1));
        assertThat(comparison.test()).isEqualTo("mcnemar-exact");
        assertThat(comparison.pValue()).isCloseTo(0.0390625, within(1e-13));
        assertThat(comparison.difference().value()).isCloseTo(0.7, within(1e-12));
        assertThat(comparison.verdict()).isEqualTo(Verdict.BETTER);
        assertThat(comparison.cases(Outcome.REGRESSED)).hasSize(1);
        assertThat(comparison.cases(Outcome.FIXED)).hasSize(8);
        assertThat(comparison.cases(Outcome.UNCHANGED)).hasSize(1);
        assertThat(comparison.sentence())
                .startsWith("new is better than old by M: difference +0.7000")
                .endsWith("on 10 cases, of which 1 regressed and 8 were fixed.");
    }

    @Test
    void of_sidesSwapped_isTheOppositeVerdict() {
        Evaluation low = Evaluations.of("low", random(40, 0.0));
        Evaluation high = Evaluations.of("high", shifted());
        assertThat(Comparison.of(low, high).verdict()).isEqualTo(Verdict.BETTER);
        assertThat(Comparison.of(high, low).verdict()).isEqualTo(Verdict.WORSE);
        assertThat(Comparison.of(low, high).test()).isEqualTo("paired-permutation");
        assertThat(Comparison.of(low, high).effectSize())
                .isCloseTo(-Comparison.of(high, low).effectSize(), within(1e-12));
    }

    @Test
    void of_oneself_isUndecidedOrEquivalentWithinAMargin() {
        Evaluation same = Evaluations.of("same", random(30, 0.1));
        Comparison comparison = Comparison.of(same, same);
        assertThat(comparison.verdict()).isEqualTo(Verdict.UNDECIDED);
        assertThat(comparison.sentence()).contains("no difference was measured, and these find one from 0.13");
        assertThat(withMargin(same, 0.1).verdict()).isEqualTo(Verdict.EQUIVALENT);
        // thirty cases without a difference are compatible with one of 0.05
        assertThat(withMargin(same, 0.05).verdict()).isEqualTo(Verdict.UNDECIDED);
    }

    private static Comparison withMargin(Evaluation same, double margin) {
        return Comparison.of(same, same, "M", ComparisonSettings.DEFAULT.withMargin(margin));
    }

    @Test
    void of_oneCase_isNeitherEquivalentNorNonInferior() {
        Evaluation one = Evaluations.of("one", 1);
        Comparison comparison = withMargin(one, 0.9);
        assertThat(comparison.verdict()).isEqualTo(Verdict.UNDECIDED);
        assertThat(comparison.isNonInferior(0.99)).isFalse();
        assertThat(comparison.sentence()).endsWith("; a verdict needs at least 10.");
        assertThat(withMargin(Evaluations.of("nine", new double[9]), 0.9).verdict())
                .isEqualTo(Verdict.UNDECIDED);
    }

    @Test
    void isNonInferior_fiveOfFiveLost_isFalseThoughNothingIsSignificant() {
        Comparison comparison = Comparison.of(
                Evaluations.of("old", 1, 1, 1, 1, 1),
                Evaluations.of("new", 0, 0, 0, 0, 0),
                "M",
                ComparisonSettings.DEFAULT.withMinPairs(1));
        assertThat(comparison.pValue()).isGreaterThan(0.05);
        assertThat(comparison.isNonInferior(0.5)).isFalse();
        assertThat(comparison.difference().low()).isEqualTo(-1);
        assertThat(comparison.difference().high()).isGreaterThan(-1);
    }

    @Test
    void of_tooFewToDecide_saysHowManyItTakesAndWhatTheyFind() {
        double[] before = new double[12];
        double[] now = new double[12];
        Arrays.fill(now, 0, 3, 1);
        Comparison comparison = Comparison.of(Evaluations.of("a", before), Evaluations.of("b", now));
        assertThat(comparison.verdict()).isEqualTo(Verdict.UNDECIDED);
        // Connor's formula for 0 and 0.25 of the cases: 28.92
        assertThat(comparison.casesNeeded()).isEqualTo(29);
        assertThat(comparison.sentence()).contains("about 29 cases to decide");
        double half = (comparison.difference().high() - comparison.difference().low()) / 2;
        assertThat(comparison.minimumDetectableDifference())
                .isCloseTo(half * (1.959963984540054 + 0.8416212335729143) / 1.959963984540054, within(1e-12));
    }

    @Test
    void equals_sameFigures_isEqual() {
        Evaluation low = Evaluations.of("low", random(20, 0.0));
        Evaluation high = Evaluations.of("high", random(20, 0.1));
        assertThat(Comparison.of(low, high))
                .isEqualTo(Comparison.of(low, high))
                .hasSameHashCodeAs(Comparison.of(low, high));
        assertThat(Comparison.of(low, high)).isNotEqualTo(Comparison.of(high, low));
    }

    @Test
    void of_absentScores_areLeftOutAndCounted() {
        Comparison comparison =
                Comparison.of(Evaluations.of("a", 1, Double.NaN, 1, 0), Evaluations.of("b", 1, 1, Double.NaN));
        assertThat(comparison.cases()).hasSize(1);
        assertThat(comparison.unpaired()).isEqualTo(3);
    }

    @Test
    void of_nothingInCommon_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Comparison.of(Evaluations.of("a", Double.NaN), Evaluations.of("b", 1)))
                .withMessageContaining("no case in common");
    }

    @Test
    void of_groups_areOneObservationEach() {
        double[] zeros = new double[40];
        double[] ones = new double[40];
        Arrays.fill(ones, 0, 20, 1);
        Comparison lone = Comparison.of(Evaluations.of("a", zeros), Evaluations.of("b", ones));
        Comparison grouped = Comparison.of(Evaluations.grouped("a", 20, zeros), Evaluations.grouped("b", 20, ones));
        assertThat(lone.verdict()).isEqualTo(Verdict.BETTER);
        // one of two conversations went better: nothing is shown
        assertThat(grouped.verdict()).isEqualTo(Verdict.UNDECIDED);
        assertThat(grouped.test()).isEqualTo("paired-permutation");
    }

    @Test
    void by_label_comparesEachPart() {
        Comparison comparison = Comparison.of(Evaluations.of("a", 0, 1, 0, 1), Evaluations.of("b", 1, 0, 1, 0));
        assertThat(comparison.by("parity")).containsOnlyKeys("even", "odd");
        assertThat(comparison.by("parity").get("even").difference().value()).isEqualTo(1);
        assertThat(comparison.by("parity").get("odd").difference().value()).isEqualTo(-1);
    }

    @Test
    void scoreCards_carryIntervalSlicesAndComparison() {
        Evaluation baseline = Evaluations.of("a", 0, 1, 0, 1);
        Evaluation candidate = Evaluations.of("b", 1, 1, 1, 0);
        ScoreCard card = ScoreCards.withSlices(ScoreCards.of(candidate, "M", Instant.EPOCH), candidate, "parity");
        assertThat(card.value()).isEqualTo(0.75);
        assertThat(card.n()).isEqualTo(4);
        assertThat(card.slices().get("parity=odd")).isEqualTo(new ScoreCard.Slice(0.5, 2));
        PairedComparison paired = ScoreCards.comparison(Comparison.of(baseline, candidate), "m:1");
        assertThat(paired.difference()).isCloseTo(0.25, within(1e-12));
        assertThat(paired.pValue()).isEqualTo(1);
        assertThat(paired.test()).isEqualTo("mcnemar-exact");
        assertThat(ScoreCards.latency(candidate, Instant.EPOCH).value()).isEqualTo(20);
    }

    private static double[] random(int n, double more) {
        return new Random(3).doubles(n, 0, 0.7).map(v -> v + more).toArray();
    }

    private static double[] shifted() {
        Random noise = new Random(4);
        return Arrays.stream(random(40, 0.0))
                .map(v -> v + 0.3 * noise.nextDouble())
                .toArray();
    }
}
