package dev.finetuning.mistral;

import dev.finetuning.adapter.WireObject;
import dev.finetuning.cost.Money;
import dev.finetuning.training.TrainingJob;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What Mistral expects of a job before it trains. Fields that the host leaves open are empty; a job that
 * is not {@code VALIDATED} yet has none of them, or a cost of nothing.
 *
 * <p>The host's own identities hold: {@code trainTokens = trainingSteps * tokensPerStep}, and epochs are
 * {@code trainTokens / dataTokens}. The minimum fee of a job and the monthly fee of a model are not in the
 * cost.
 *
 * @param price what it will cost; its currency is the account's
 * @param duration how long it will train
 * @param startAt when it could begin
 * @param trainTokens tokens it will train on, every epoch counted
 * @param dataTokens tokens of the data, counted once
 * @param tokensPerStep tokens of one step
 */
public record JobEstimate(
        @Nullable Money price,
        @Nullable Duration duration,
        @Nullable Instant startAt,
        @Nullable Long trainTokens,
        @Nullable Long dataTokens,
        @Nullable Long tokensPerStep) {
    /** What the host tells of a job it has validated; empty fields where it tells nothing. */
    public static JobEstimate of(TrainingJob job) {
        Object metadata = job.details().get("metadata");
        return metadata instanceof Map<?, ?> map ? of(WireObject.of(textKeys(map))) : of(WireObject.EMPTY);
    }

    @SuppressWarnings("unchecked") // details are JSON values, whose maps have texts for keys
    private static Map<String, ?> textKeys(Map<?, ?> map) {
        return (Map<String, ?>) map;
    }

    static JobEstimate of(WireObject metadata) {
        Long seconds = metadata.integer("expected_duration_seconds");
        return new JobEstimate(
                price(metadata),
                seconds == null || seconds < 0 ? null : Duration.ofSeconds(seconds),
                metadata.instant("estimated_start_time"),
                metadata.integer("train_tokens"),
                metadata.integer("data_tokens"),
                metadata.integer("train_tokens_per_step"));
    }

    private static @Nullable Money price(WireObject metadata) {
        Double cost = metadata.numbers().get("cost");
        String currency = metadata.text("cost_currency");
        if (cost == null || cost < 0 || currency == null) {
            return null;
        }
        try {
            return Money.of(BigDecimal.valueOf(cost).toPlainString(), currency);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** What it will cost, where the host says so. */
    public Optional<Money> cost() {
        return Optional.ofNullable(price);
    }

    /** Passes over the data, where the host says enough to tell. */
    public Optional<Double> epochs() {
        return trainTokens == null || dataTokens == null || dataTokens == 0
                ? Optional.empty()
                : Optional.of((double) trainTokens / dataTokens);
    }
}
