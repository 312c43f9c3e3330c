package dev.finetuning.training;

import dev.finetuning.cost.Money;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A job as the provider last described it.
 *
 * @param id the provider's id, by which another process can attach to it
 * @param status where it stands
 * @param baseModel the model it starts from
 * @param trainedModel the id of the tuned model, once there is one
 * @param createdAt when it was created, where known
 * @param finishedAt when it ended, where known
 * @param estimatedFinish when the provider expects it to end, where it says so
 * @param trainedTokens the tokens billed, once known
 * @param failure why it failed; null unless it did
 * @param mark the run's mark it was created with, where one was
 * @param details further facts by the provider's own names (files, seed, hyperparameters, metadata,
 *     result files, cost estimates), as JSON values
 */
public record TrainingJob(
        String id,
        JobStatus status,
        String baseModel,
        @Nullable String trainedModel,
        @Nullable Instant createdAt,
        @Nullable Instant finishedAt,
        @Nullable Instant estimatedFinish,
        @Nullable Long trainedTokens,
        @Nullable JobFailure failure,
        @Nullable String mark,
        Map<String, Object> details) {
    /** Copies the map. */
    public TrainingJob {
        details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
    }

    /** A job of which only the essentials are known. */
    public static TrainingJob of(String id, JobStatus status, String baseModel) {
        return new TrainingJob(id, status, baseModel, null, null, null, null, null, null, null, Map.of());
    }

    /** The tuned model's id. */
    public Optional<String> model() {
        return Optional.ofNullable(trainedModel);
    }

    /** Ids of result files, where the provider names any under {@code result_files}. */
    public List<String> resultFiles() {
        return details.get("result_files") instanceof List<?> files
                ? files.stream().map(String::valueOf).toList()
                : List.of();
    }

    /**
     * What the host says the job costs, where its details, or the metadata among them, hold a number {@code
     * cost} above 0 and a text {@code cost_currency}.
     */
    public Optional<Money> cost() {
        return cost(details)
                .or(() -> details.get("metadata") instanceof Map<?, ?> metadata ? cost(metadata) : Optional.empty());
    }

    private static Optional<Money> cost(Map<?, ?> facts) {
        boolean stated = facts.get("cost") instanceof Number amount && amount.doubleValue() > 0;
        if (!stated || !(facts.get("cost_currency") instanceof String currency)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Money.of(String.valueOf(facts.get("cost")), currency));
        } catch (IllegalArgumentException noAmountOrCurrency) {
            return Optional.empty();
        }
    }

    /** The same job at another status. */
    public TrainingJob withStatus(JobStatus newStatus) {
        return new TrainingJob(
                id,
                newStatus,
                baseModel,
                trainedModel,
                createdAt,
                finishedAt,
                estimatedFinish,
                trainedTokens,
                failure,
                mark,
                details);
    }
}
