package dev.finetuning.registry.promotion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.finetuning.journal.InMemoryJournal;
import dev.finetuning.registry.Cards;
import dev.finetuning.registry.Jobs;
import dev.finetuning.registry.JournaledModelRegistry;
import dev.finetuning.registry.ModelRegistry;
import dev.finetuning.registry.Registration;
import dev.finetuning.registry.version.Alias;
import dev.finetuning.registry.version.Author;
import dev.finetuning.registry.version.Direction;
import dev.finetuning.registry.version.Interval;
import dev.finetuning.registry.version.ModelVersion;
import dev.finetuning.registry.version.PairedComparison;
import dev.finetuning.registry.version.ScoreCard;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GateTest {
    private final ModelRegistry registry = JournaledModelRegistry.open(new InMemoryJournal());
    private int count;

    private ModelVersion version(ScoreCard... cards) {
        Registration.Builder registration = Registration.builder("bot", Jobs.succeeded("m" + count++));
        List.of(cards).forEach(registration::addScoreCard);
        return registry.register(registration.build());
    }

    private static boolean passes(Gate gate, ModelVersion candidate, @Nullable ModelVersion champion) {
        GateVerdict verdict = gate.judge(new Candidate(candidate, Alias.PRODUCTION, Optional.ofNullable(champion)));
        assertThat(verdict.gate()).isNotBlank();
        assertThat(verdict.evidence()).isNotBlank();
        return verdict.passed();
    }

    @Test
    void thresholds_compareTheNewestScoreCard() {
        ModelVersion version = version(Cards.plain("accuracy", 0.5), Cards.plain("accuracy", 0.8));

        assertThat(passes(Gate.atLeast("accuracy", 0.8), version, null)).isTrue();
        assertThat(passes(Gate.atLeast("accuracy", 0.81), version, null)).isFalse();
        assertThat(passes(Gate.atMost("accuracy", 0.8), version, null)).isTrue();
        assertThat(passes(Gate.atMost("accuracy", 0.79), version, null)).isFalse();
    }

    @Test
    void everyGate_withoutItsEvidence_saysNo() {
        ModelVersion bare = version();
        ModelVersion champion = version(Cards.plain("accuracy", 0.5));
        List<Gate> gates = List.of(
                Gate.atLeast("accuracy", 0),
                Gate.atMost("accuracy", 1),
                Gate.minAbsoluteChange("accuracy", -1),
                Gate.minRelativeChange("accuracy", -1),
                Gate.nonInferior("accuracy", 0.05),
                Gate.significantGain("accuracy", 0.05),
                Gate.everySlice("accuracy", 0, 1),
                Gate.noSliceDrop("accuracy", 1),
                Gate.p95LatencyAtMost(Duration.ofDays(1)),
                Gate.costPerRequestAtMost(BigDecimal.TEN),
                Gate.humanScoreAtLeast(0, 0),
                Gate.datasetValidated(0),
                Gate.approvals(1));

        assertThat(gates).allSatisfy(gate -> {
            assertThat(passes(gate, bare, null)).isFalse();
            assertThat(passes(gate, bare, champion)).isFalse();
        });
    }

    @Test
    void changes_championMeasuredAgainOnOtherData_compareWhatBothWereMeasuredOn() {
        ModelVersion champion = version(
                Cards.plain("accuracy", 0.5).withSource("set 1"),
                Cards.plain("accuracy", 0.9).withSource("live traffic"));
        ModelVersion better = version(Cards.plain("accuracy", 0.6).withSource("set 1"));
        ModelVersion elsewhere = version(Cards.plain("accuracy", 0.99).withSource("set 2"));

        assertThat(passes(Gate.minAbsoluteChange("accuracy", 0.09), better, champion))
                .isTrue();
        assertThat(passes(Gate.minAbsoluteChange("accuracy", 0.11), better, champion))
                .isFalse();
        assertThat(passes(Gate.minAbsoluteChange("accuracy", 0.01), elsewhere, champion))
                .isFalse();
    }

    @Test
    void changes_followTheMetricsDirection() {
        ModelVersion champion = version(Cards.plain("accuracy", 0.5), Cards.lower("loss", 0.5));
        ModelVersion better = version(Cards.plain("accuracy", 0.75), Cards.lower("loss", 0.25));

        assertThat(passes(Gate.minAbsoluteChange("accuracy", 0.25), better, champion))
                .isTrue();
        assertThat(passes(Gate.minAbsoluteChange("accuracy", 0.26), better, champion))
                .isFalse();
        assertThat(passes(Gate.minAbsoluteChange("loss", 0.25), better, champion))
                .isTrue();
        assertThat(passes(Gate.minRelativeChange("loss", 0.5), better, champion))
                .isTrue();
        assertThat(passes(Gate.minRelativeChange("accuracy", 0.51), better, champion))
                .isFalse();
        assertThat(passes(Gate.minAbsoluteChange("loss", -0.25), champion, better))
                .isTrue();
        assertThat(passes(Gate.minAbsoluteChange("loss", -0.2), champion, better))
                .isFalse();
        assertThat(passes(Gate.minAbsoluteChange("accuracy", 9), better, null)).isTrue();
    }

    @Test
    void changes_measuredOnOtherData_sayNo() {
        ModelVersion champion = version(Cards.plain("accuracy", 0.5).withSource("test set 1"));
        ModelVersion better = version(Cards.plain("accuracy", 0.9).withSource("test set 2"));

        assertThat(passes(Gate.minAbsoluteChange("accuracy", 0.1), better, champion))
                .isFalse();
    }

    @Test
    void significantGain_asksTheComparisonWithTheChampion() {
        ModelVersion champion = version(Cards.plain("accuracy", 0.5), Cards.lower("loss", 0.5));
        ModelVersion better = compared("loss", Direction.LOWER_IS_BETTER, champion, -0.1, 0.01);
        ModelVersion maybeBetter = compared("accuracy", Direction.HIGHER_IS_BETTER, champion, 0.1, 0.2);
        Gate gate = Gate.significantGain("loss", 0.05);

        assertThat(passes(gate, better, champion)).isTrue();
        assertThat(passes(Gate.significantGain("accuracy", 0.05), maybeBetter, champion))
                .isFalse();
        assertThat(passes(gate, better, maybeBetter))
                .as("compared with another than the champion")
                .isFalse();
        assertThat(passes(gate, better, null)).isTrue();
        assertThatIllegalArgumentException().isThrownBy(() -> Gate.significantGain("accuracy", 0));
    }

    @ParameterizedTest
    @CsvSource({
        // difference, interval, pairs, margin, passes
        "0, -0.02, 0.02, 200, 0.02, true",
        "0, -0.0201, 0.02, 200, 0.02, false",
        "0.1, 0.05, 0.15, 200, 0, true",
        "-0.01, -0.05, 0.03, 200, 0.05, true",
        "-0.05, -0.2, 0.1, 200, 0.05, false",
        "0.1, 0.05, 0.15, 29, 0.02, false",
        "0, 0, 0, 59, 0.05, false",
        "0, 0, 0, 60, 0.05, true",
        "0, 0, 0, 1000000, 0, false"
    })
    void nonInferior_passesOnEvidenceOnly(
            double difference, double low, double high, long n, double margin, boolean passes) {
        ModelVersion champion = version(Cards.plain("accuracy", 0.5), Cards.lower("loss", 0.5));
        PairedComparison pair = new PairedComparison(
                champion.id(), difference, new Interval(low, high, 0.95), 0.5, n, "paired-bootstrap");
        PairedComparison mirrored = new PairedComparison(
                champion.id(), -difference, new Interval(-high, -low, 0.95), 0.5, n, "paired-bootstrap");
        ModelVersion candidate = version(
                Cards.plain("accuracy", 0.5).withComparisons(List.of(pair)),
                Cards.lower("loss", 0.5).withComparisons(List.of(mirrored)));

        assertThat(passes(Gate.nonInferior("accuracy", margin), candidate, champion))
                .isEqualTo(passes);
        assertThat(passes(Gate.nonInferior("loss", margin), candidate, champion))
                .as("where lower is better")
                .isEqualTo(passes);
    }

    @Test
    void nonInferior_zeroOfFiveAgainstFiveOfFive_isRefusedAndSaysWhy() {
        ModelVersion champion = version(Cards.plain("accuracy", 1));
        PairedComparison pair =
                new PairedComparison(champion.id(), -1, new Interval(-1, -0.2, 0.95), 0.0625, 5, "mcnemar-exact");
        ModelVersion candidate = version(Cards.plain("accuracy", 0).withComparisons(List.of(pair)));

        GateVerdict few = Gate.nonInferior("accuracy", 0.05).judge(candidate(champion, candidate));
        GateVerdict worse = Gate.nonInferior("accuracy", 0.05, 5).judge(candidate(champion, candidate));

        assertThat(few.passed()).isFalse();
        assertThat(few.evidence()).contains("too few pairs to tell: 5 cases", "30 are needed");
        assertThat(worse.passed()).isFalse();
        assertThat(worse.evidence()).contains("difference -1 (-1 to -0.2)", "a loss of 1 is possible");
    }

    @Test
    void paired_saysHowSmallADifferenceItCouldShow() {
        ModelVersion champion = version(Cards.plain("accuracy", 0.5));
        PairedComparison pair =
                new PairedComparison(champion.id(), 0, new Interval(-0.0196, 0.0196, 0.95), 1, 400, "paired-t");
        ModelVersion candidate = version(Cards.plain("accuracy", 0.5).withComparisons(List.of(pair)));

        // a standard error of 0.01: (1.96 + 0.84) * 0.01
        assertThat(pair.minimumDetectableEffect()).isCloseTo(0.028016, within(1e-4));
        assertThat(Gate.nonInferior("accuracy", 0.02)
                        .judge(candidate(champion, candidate))
                        .evidence())
                .contains("400 cases", "enough to show a difference of 0.028");
    }

    private static Candidate candidate(ModelVersion champion, ModelVersion version) {
        return Candidate.against(champion, version, Alias.PRODUCTION);
    }

    @Test
    void changes_ofAnyTwoHundredths_areExact() {
        List<String> wrong = new ArrayList<>();
        for (int from = 0; from <= 100; from++) {
            for (int to = from; to <= 100; to++) {
                double gain = Direction.HIGHER_IS_BETTER.gain(to / 100.0, from / 100.0);
                if (gain != (to - from) / 100.0 || Direction.LOWER_IS_BETTER.gain(from / 100.0, to / 100.0) != gain) {
                    wrong.add(from + " to " + to);
                }
            }
        }

        assertThat(wrong).isEmpty();
        ModelVersion champion = version(Cards.plain("accuracy", 0.80), Cards.lower("loss", 0.85));
        ModelVersion candidate = version(Cards.plain("accuracy", 0.85), Cards.lower("loss", 0.80));
        assertThat(passes(Gate.minAbsoluteChange("accuracy", 0.05), candidate, champion))
                .isTrue();
        assertThat(passes(Gate.minAbsoluteChange("loss", 0.05), candidate, champion))
                .isTrue();
        assertThat(passes(Gate.minRelativeChange("accuracy", 0.0625), candidate, champion))
                .isTrue();
    }

    @Test
    void thresholds_ofASumThatWasRounded_areReached() {
        double sum = 0;
        for (int i = 0; i < 10; i++) {
            sum += 0.1;
        }
        ModelVersion version =
                version(Cards.plain("accuracy", sum).withSlices(Map.of("a", new ScoreCard.Slice(sum, 10))));

        assertThat(sum).isLessThan(1);
        assertThat(passes(Gate.atLeast("accuracy", 1), version, null)).isTrue();
        assertThat(passes(Gate.everySlice("accuracy", 1, 1), version, null)).isTrue();
        assertThat(passes(Gate.atLeast("accuracy", 1.00000001), version, null)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "0.6410256410256411, 0.641",
        "0.0, 0",
        "-0.0, 0",
        "0.00001234, 1.2e-05",
        "-0.00005, -5.0e-05",
        "1234567.891, 1234567.891",
        "100, 100",
        "-0.25, -0.25"
    })
    void figure_anyNumber_isShortAndHonest(double value, String shown) {
        assertThat(Evidence.figure(value)).isEqualTo(shown);
    }

    @Test
    void metrics_ofAPolicy_areThoseItsGatesRead() {
        PromotionPolicy policy = PromotionPolicy.of(
                Gate.atLeast("accuracy", 0.5),
                Gate.nonInferior("f1", 0.1),
                Gate.p95LatencyAtMost(Duration.ofSeconds(1)),
                Gate.approvals(1),
                candidate -> GateVerdict.pass("own", "own"));

        assertThat(policy.metrics()).containsExactlyInAnyOrder("accuracy", "f1", ScoreCard.LATENCY_P95);
    }

    @Test
    void policy_moreCasesWithoutAScoreThanTheLimit_saysNoThoughTheGatePasses() {
        ScoreCard one = ScoreCard.of("accuracy", 1, Direction.HIGHER_IS_BETTER, 1, Cards.MEASURED)
                .withAbsent(9);
        Candidate candidate = Candidate.unopposed(version(one), Alias.PRODUCTION);
        PromotionPolicy policy = PromotionPolicy.of(Gate.atLeast("accuracy", 0.8));

        assertThat(policy.judge(candidate)).extracting(GateVerdict::passed).containsExactly(true, false);
        assertThat(policy.judge(candidate))
                .extracting(GateVerdict::evidence)
                .containsExactly("1 on 1 cases, 9 more not scored", "9 of 10 cases have no score");
        assertThat(policy.withAbsentLimit(0.9).judge(candidate)).allMatch(GateVerdict::passed);
    }

    @Test
    void policy_asManyCasesWithoutAScoreAsTheLimit_lets() {
        ScoreCard most = ScoreCard.of("accuracy", 1, Direction.HIGHER_IS_BETTER, 9, Cards.MEASURED)
                .withAbsent(1);
        Candidate candidate = Candidate.unopposed(version(most), Alias.PRODUCTION);
        PromotionPolicy policy = PromotionPolicy.of(Gate.atLeast("accuracy", 0.8));

        assertThat(policy.judge(candidate)).allMatch(GateVerdict::passed);
        assertThat(policy.and(Gate.approvals(0)).withAbsentLimit(0.09).judge(candidate))
                .anyMatch(verdict -> !verdict.passed());
        assertThatIllegalArgumentException().isThrownBy(() -> policy.withAbsentLimit(Double.NaN));
        assertThatIllegalArgumentException().isThrownBy(() -> most.withAbsent(-1));
    }

    private ModelVersion compared(String metric, Direction direction, ModelVersion with, double difference, double p) {
        return version(ScoreCard.of(metric, 0.4, direction, 100, Cards.MEASURED)
                .withComparisons(List.of(Cards.compared(with.id(), difference, p))));
    }

    @Test
    void slices_areJudgedOneByOne() {
        ModelVersion champion = version(sliced(0.9, 0.8));
        ModelVersion candidate = version(sliced(0.95, 0.7));

        assertThat(passes(Gate.everySlice("accuracy", 0.7, 10), candidate, null))
                .isTrue();
        assertThat(passes(Gate.everySlice("accuracy", 0.75, 10), candidate, null))
                .isFalse();
        assertThat(passes(Gate.everySlice("accuracy", 0.75, 30), candidate, null))
                .as("small slices aside")
                .isTrue();
        assertThat(passes(Gate.everySlice("accuracy", 0, 1000), candidate, null))
                .as("nothing to judge by")
                .isFalse();
        assertThat(passes(Gate.noSliceDrop("accuracy", 0.05), candidate, champion))
                .isFalse();
        assertThat(passes(Gate.noSliceDrop("accuracy", 0.11), candidate, champion))
                .isTrue();
        assertThat(passes(Gate.noSliceDrop("accuracy", 1), version(Cards.plain("accuracy", 1)), champion))
                .as("slices not measured")
                .isFalse();
    }

    private static ScoreCard sliced(double billing, double refunds) {
        return Cards.plain("accuracy", 0.9)
                .withSlices(Map.of(
                        "billing", new ScoreCard.Slice(billing, 40), "refunds", new ScoreCard.Slice(refunds, 20)));
    }

    @Test
    void latencyCostAndHumans_haveTheirOwnMetrics() {
        ModelVersion version = version(
                Cards.lower(ScoreCard.LATENCY_P95, 800),
                Cards.lower(ScoreCard.COST_PER_REQUEST, 0.002),
                Cards.plain(ScoreCard.HUMAN_SCORE, 4.2));

        assertThat(passes(Gate.p95LatencyAtMost(Duration.ofMillis(800)), version, null))
                .isTrue();
        assertThat(passes(Gate.p95LatencyAtMost(Duration.ofMillis(799)), version, null))
                .isFalse();
        assertThat(passes(Gate.costPerRequestAtMost(new BigDecimal("0.002")), version, null))
                .isTrue();
        assertThat(passes(Gate.costPerRequestAtMost(new BigDecimal("0.0019")), version, null))
                .isFalse();
        assertThat(passes(Gate.humanScoreAtLeast(4, 100), version, null)).isTrue();
        assertThat(passes(Gate.humanScoreAtLeast(4, 101), version, null))
                .as("too few ratings")
                .isFalse();
    }

    @Test
    void approvals_countPeopleOnce() {
        ModelVersion version = version();
        registry.approve(version, Author.of("ada", "read 50 answers"));
        registry.approve(version, Author.of("ada", "and 50 more"));
        assertThat(passes(Gate.approvals(2), registry.approve(version, Author.of("ada", "")), null))
                .isFalse();

        assertThat(passes(Gate.approvals(2), registry.approve(version, Author.of("eve", "")), null))
                .isTrue();
    }

    @Test
    void datasetValidated_asksTheLineage() {
        ModelVersion half = registry.register(Registration.builder("bot", Jobs.succeeded("half"))
                .datasetValidated(0.5)
                .build());

        assertThat(passes(Gate.datasetValidated(0.5), half, null)).isTrue();
        assertThat(passes(Gate.datasetValidated(0.6), half, null)).isFalse();
    }
}
