package dev.finetuning.mistral;

import dev.finetuning.adapter.WireObject;
import dev.finetuning.cost.Money;
import dev.finetuning.training.TrainingJob;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What Mistral expects of a job before it trains. Fields that the provider leaves open are empty; for a job
 * that is not {@code VALIDATED} yet, all are empty or the cost is zero.
 *
 * <p>The provider computes {@code trainTokens = trainingSteps * tokensPerStep}, and epochs as {@code
 * trainTokens / dataTokens}. The cost does not include the minimum fee of a job and the monthly fee of a
 * model.
 *
 * @param cost the expected cost, in the account's currency
 * @param duration the expected duration of training
 * @param startAt when it could start
 * @param trainTokens tokens trained on, over all epochs
 * @param dataTokens tokens of the data, counted once
 * @param tokensPerStep tokens per step
 */
public record JobEstimate(
        Optional<Money> cost,
        Optional<Duration> duration,
        Optional<Instant> startAt,
        OptionalLong trainTokens,
        OptionalLong dataTokens,
        OptionalLong tokensPerStep) {
    /** The estimate in a validated job's details; empty fields if there is none. */
    public static JobEstimate of(TrainingJob job) {
        Object metadata = job.details().get("metadata");
        return metadata instanceof Map<?, ?> map ? of(WireObject.of(textKeys(map))) : of(WireObject.EMPTY);
    }

    @SuppressWarnings("unchecked") // details are JSON values, whose maps have texts for keys
    private static Map<String, ?> textKeys(Map<?, ?> map) {
        return (Map<String, ?>) map;
    }

    static JobEstimate of(WireObject metadata) {
        OptionalLong seconds = metadata.integer("expected_duration_seconds");
        return new JobEstimate(
                cost(metadata),
                seconds.orElse(-1) < 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(seconds.getAsLong())),
                metadata.instant("estimated_start_time"),
                metadata.integer("train_tokens"),
                metadata.integer("data_tokens"),
                metadata.integer("train_tokens_per_step"));
    }

    private static Optional<Money> cost(WireObject metadata) {
        Double cost = metadata.numbers().get("cost");
        Optional<String> currency = metadata.text("cost_currency");
        if (cost == null || cost < 0 || currency.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Money.of(BigDecimal.valueOf(cost).toPlainString(), currency.get()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The number of epochs, if it can be computed. */
    public OptionalDouble epochs() {
        return trainTokens.isEmpty() || dataTokens.orElse(0) == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of((double) trainTokens.getAsLong() / dataTokens.getAsLong());
    }
}
