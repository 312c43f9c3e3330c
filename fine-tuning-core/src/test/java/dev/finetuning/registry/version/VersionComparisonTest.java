package dev.finetuning.registry.version;

import static org.assertj.core.api.Assertions.assertThat;

import dev.finetuning.journal.InMemoryJournal;
import dev.finetuning.registry.Cards;
import dev.finetuning.registry.Jobs;
import dev.finetuning.registry.JournaledModelRegistry;
import dev.finetuning.registry.ModelRegistry;
import dev.finetuning.registry.Registration;
import dev.finetuning.training.Metrics;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VersionComparisonTest {
    private final ModelRegistry registry = JournaledModelRegistry.open(new InMemoryJournal());

    private ModelVersion version(String modelId, double accuracy, double latency, double loss) {
        return registry.register(Registration.builder("bot", Jobs.succeeded(modelId))
                .addScoreCard(Cards.plain("accuracy", accuracy))
                .addScoreCard(Cards.lower(ScoreCard.LATENCY_P95, latency))
                .metrics(Map.of(Metrics.TRAIN_LOSS, loss, "provider_specific", 7.0))
                .build());
    }

    @Test
    void of_metricsOfBoth_knowsWhichWayIsBetter() {
        VersionComparison comparison =
                VersionComparison.of(version("m1", 0.8, 900, 0.5), version("m2", 0.9, 1000, 0.25));

        assertThat(comparison.lines())
                .extracting(VersionComparison.Line::metric)
                .containsExactly("accuracy", ScoreCard.LATENCY_P95, Metrics.TRAIN_LOSS);
        assertThat(comparison.lines())
                .extracting(line -> Math.signum(line.gain()))
                .containsExactly(1.0, -1.0, 1.0);
        assertThat(comparison.winnerBy("accuracy")).contains(comparison.second());
        assertThat(comparison.winnerBy(ScoreCard.LATENCY_P95)).contains(comparison.first());
        assertThat(comparison.winnerBy("unknown")).isEmpty();
        assertThat(comparison.dominant()).as("each is better at something").isEmpty();
    }

    @Test
    void of_measuredOnDifferentData_isNotHeldAgainstEachOther() {
        ModelVersion first = scored("m1", Cards.plain("accuracy", 0.8).withSource("set 1"));
        ModelVersion second = scored("m2", Cards.plain("accuracy", 0.9).withSource("set 2"));

        assertThat(VersionComparison.of(first, second).lines()).isEmpty();
        assertThat(VersionComparison.of(first, second).winnerBy("accuracy")).isEmpty();
    }

    @Test
    void of_oneMeasuredAgainOnOtherData_comparesWhatBothWereMeasuredOn() {
        ModelVersion first = scored(
                "m1",
                Cards.plain("accuracy", 0.8).withSource("set 1"),
                Cards.plain("accuracy", 0.2).withSource("set 2"));
        ModelVersion second = scored("m2", Cards.plain("accuracy", 0.7).withSource("set 1"));

        assertThat(VersionComparison.of(first, second).winnerBy("accuracy")).contains(first);
        assertThat(VersionComparison.of(second, first).winnerBy("accuracy")).contains(first);
    }

    private ModelVersion scored(String modelId, ScoreCard... cards) {
        Registration.Builder registration = Registration.builder("bot", Jobs.succeeded(modelId));
        List.of(cards).forEach(registration::addScoreCard);
        return registry.register(registration.build());
    }

    @Test
    void dominant_noWorseOnAny_isTheWinner() {
        ModelVersion slow = version("m1", 0.8, 900, 0.5);
        ModelVersion quick = version("m2", 0.8, 800, 0.5);

        assertThat(VersionComparison.of(slow, quick).dominant()).contains(quick);
        assertThat(VersionComparison.of(quick, slow).dominant()).contains(quick);
        assertThat(VersionComparison.of(quick, quick).dominant()).isEmpty();
    }
}
