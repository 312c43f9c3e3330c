package dev.finetuning.registry.promotion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.finetuning.journal.InMemoryJournal;
import dev.finetuning.registry.Cards;
import dev.finetuning.registry.Jobs;
import dev.finetuning.registry.JournaledModelRegistry;
import dev.finetuning.registry.ModelRegistry;
import dev.finetuning.registry.Registration;
import dev.finetuning.registry.version.Alias;
import dev.finetuning.registry.version.Author;
import dev.finetuning.registry.version.Direction;
import dev.finetuning.registry.version.ModelVersion;
import dev.finetuning.registry.version.ScoreCard;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GateTest {
    private final ModelRegistry registry = JournaledModelRegistry.open(new InMemoryJournal());
    private int count;

    private ModelVersion version(ScoreCard... cards) {
        Registration registration = Registration.of("bot", Jobs.succeeded("m" + count++));
        List.of(cards).forEach(registration::addScoreCard);
        return registry.register(registration);
    }

    private static boolean passes(Gate gate, ModelVersion candidate, @Nullable ModelVersion holder) {
        GateVerdict verdict = gate.judge(new Candidate(candidate, Alias.PRODUCTION, holder));
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
        ModelVersion holder = version(Cards.plain("accuracy", 0.5));
        List<Gate> gates = List.of(
                Gate.atLeast("accuracy", 0),
                Gate.atMost("accuracy", 1),
                Gate.minAbsoluteChange("accuracy", -1),
                Gate.minRelativeChange("accuracy", -1),
                Gate.noSignificantRegression("accuracy", 0.05),
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
            assertThat(passes(gate, bare, holder)).isFalse();
        });
    }

    @Test
    void changes_holderMeasuredAgainOnOtherData_compareWhatBothWereMeasuredOn() {
        ModelVersion holder = version(
                Cards.plain("accuracy", 0.5).withSource("set 1"),
                Cards.plain("accuracy", 0.9).withSource("live traffic"));
        ModelVersion better = version(Cards.plain("accuracy", 0.6).withSource("set 1"));
        ModelVersion elsewhere = version(Cards.plain("accuracy", 0.99).withSource("set 2"));

        assertThat(passes(Gate.minAbsoluteChange("accuracy", 0.09), better, holder))
                .isTrue();
        assertThat(passes(Gate.minAbsoluteChange("accuracy", 0.11), better, holder))
                .isFalse();
        assertThat(passes(Gate.minAbsoluteChange("accuracy", 0.01), elsewhere, holder))
                .isFalse();
    }

    @Test
    void changes_followTheMetricsDirection() {
        ModelVersion holder = version(Cards.plain("accuracy", 0.5), Cards.lower("loss", 0.5));
        ModelVersion better = version(Cards.plain("accuracy", 0.75), Cards.lower("loss", 0.25));

        assertThat(passes(Gate.minAbsoluteChange("accuracy", 0.25), better, holder))
                .isTrue();
        assertThat(passes(Gate.minAbsoluteChange("accuracy", 0.26), better, holder))
                .isFalse();
        assertThat(passes(Gate.minAbsoluteChange("loss", 0.25), better, holder)).isTrue();
        assertThat(passes(Gate.minRelativeChange("loss", 0.5), better, holder)).isTrue();
        assertThat(passes(Gate.minRelativeChange("accuracy", 0.51), better, holder))
                .isFalse();
        assertThat(passes(Gate.minAbsoluteChange("loss", -0.25), holder, better))
                .isTrue();
        assertThat(passes(Gate.minAbsoluteChange("loss", -0.2), holder, better)).isFalse();
        assertThat(passes(Gate.minAbsoluteChange("accuracy", 9), better, null)).isTrue();
    }

    @Test
    void changes_measuredOnOtherData_sayNo() {
        ModelVersion holder = version(Cards.plain("accuracy", 0.5).withSource("test set 1"));
        ModelVersion better = version(Cards.plain("accuracy", 0.9).withSource("test set 2"));

        assertThat(passes(Gate.minAbsoluteChange("accuracy", 0.1), better, holder))
                .isFalse();
    }

    @Test
    void significance_asksTheComparisonWithTheHolder() {
        ModelVersion holder = version(Cards.plain("accuracy", 0.5), Cards.lower("loss", 0.5));
        ModelVersion worse = compared("accuracy", Direction.HIGHER_IS_BETTER, holder, -0.1, 0.01);
        ModelVersion maybeWorse = compared("accuracy", Direction.HIGHER_IS_BETTER, holder, -0.1, 0.2);
        ModelVersion better = compared("loss", Direction.LOWER_IS_BETTER, holder, -0.1, 0.01);
        Gate accuracy = Gate.noSignificantRegression("accuracy", 0.05);

        assertThat(passes(accuracy, worse, holder)).isFalse();
        assertThat(passes(accuracy, maybeWorse, holder)).isTrue();
        assertThat(passes(Gate.noSignificantRegression("loss", 0.05), better, holder))
                .isTrue();
        assertThat(passes(Gate.significantGain("loss", 0.05), better, holder)).isTrue();
        assertThat(passes(Gate.significantGain("accuracy", 0.05), maybeWorse, holder))
                .isFalse();
        assertThat(passes(accuracy, maybeWorse, worse))
                .as("compared with another than the holder")
                .isFalse();
        assertThat(passes(accuracy, worse, null)).isTrue();
        assertThatIllegalArgumentException().isThrownBy(() -> Gate.noSignificantRegression("accuracy", 0));
    }

    private ModelVersion compared(String metric, Direction direction, ModelVersion with, double difference, double p) {
        return version(ScoreCard.of(metric, 0.4, direction, 100, Cards.MEASURED)
                .withComparisons(List.of(Cards.compared(with.id(), difference, p))));
    }

    @Test
    void slices_areJudgedOneByOne() {
        ModelVersion holder = version(sliced(0.9, 0.8));
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
        assertThat(passes(Gate.noSliceDrop("accuracy", 0.05), candidate, holder))
                .isFalse();
        assertThat(passes(Gate.noSliceDrop("accuracy", 0.11), candidate, holder))
                .isTrue();
        assertThat(passes(Gate.noSliceDrop("accuracy", 1), version(Cards.plain("accuracy", 1)), holder))
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
        ModelVersion half =
                registry.register(Registration.of("bot", Jobs.succeeded("half")).datasetValidated(0.5));

        assertThat(passes(Gate.datasetValidated(0.5), half, null)).isTrue();
        assertThat(passes(Gate.datasetValidated(0.6), half, null)).isFalse();
    }
}
