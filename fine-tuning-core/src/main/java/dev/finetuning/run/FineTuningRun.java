package dev.finetuning.run;

import dev.finetuning.training.Metrics;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A run as it stood when it was looked at.
 *
 * @param id the run's id, which is also the mark of its job: 1 to 18 of {@code [a-z0-9-]}
 * @param name the model's name in the registry
 * @param labels the run's labels, such as a tenant
 * @param status how it is doing
 * @param stage what is to be done next
 * @param startedAt when it was started
 * @param updatedAt when something last happened to it
 * @param job its job, as far as there is one
 * @param modelId the tuned model's id at its provider, once there is one
 * @param version its version in the registry, once there is one
 * @param promoted whether the policy let it into production, once that is decided
 * @param note the decision in words, or what went wrong, or what it waits for; null where all is well
 * @param notBefore when the next step is due, where it must wait
 */
public record FineTuningRun(
        String id,
        String name,
        Map<String, String> labels,
        RunStatus status,
        RunStage stage,
        Instant startedAt,
        Instant updatedAt,
        JobView job,
        @Nullable String modelId,
        @Nullable String version,
        @Nullable Boolean promoted,
        @Nullable String note,
        @Nullable Instant notBefore) {
    /**
     * The run's job as last seen.
     *
     * @param id the provider's id, once it is known
     * @param status the provider's own word
     * @param estimatedFinish when the provider expects it to end, where it says so
     * @param trainedTokens the tokens billed, once known
     * @param metrics the newest value of each metric, by the names of {@link Metrics}
     */
    public record JobView(
            @Nullable String id,
            @Nullable String status,
            @Nullable Instant estimatedFinish,
            @Nullable Long trainedTokens,
            Map<String, Double> metrics) {
        /** Copies the map. */
        public JobView {
            metrics = Map.copyOf(metrics);
        }
    }

    /** Copies the map. */
    public FineTuningRun {
        labels = Map.copyOf(labels);
    }

    /** The newest training loss, once there is one. */
    public Optional<Double> loss() {
        return Optional.ofNullable(job.metrics().get(Metrics.TRAIN_LOSS));
    }
}
