package dev.finetuning.run;

import dev.finetuning.cost.Money;
import dev.finetuning.registry.version.Stage;
import dev.finetuning.training.Metrics;
import java.time.Duration;
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
 * @param cost what it costs; null where the plan gave no estimate
 * @param checks what the checks found in its data; null where the plan has none
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
        @Nullable RunCost cost,
        @Nullable DataChecks checks,
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
     * @param estimatedFinish when it will end: as the provider expects, or else if its steps go on as they
     *     went; null where neither can be said
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

    /** What is known to have been spent by now, where the plan gave an estimate. */
    public Optional<Money> costSoFar() {
        return Optional.ofNullable(cost).map(RunCost::soFar);
    }

    /** How long its job will still take, where that can be said; never negative. */
    public Optional<Duration> remaining(Instant now) {
        return Optional.ofNullable(job.estimatedFinish())
                .map(finish -> Duration.between(now, finish))
                .map(left -> left.isNegative() ? Duration.ZERO : left);
    }

    /**
     * Where its model stands in its life, before and after it is a version: {@link Stage#TRAINING} while
     * it is made, {@link Stage#EVALUATING} until it is registered; then empty, for the registry knows.
     */
    public Optional<Stage> modelStage() {
        if (status.terminal() || version != null) {
            return Optional.empty();
        }
        return Optional.of(stage.compareTo(RunStage.ASK) < 0 ? Stage.TRAINING : Stage.EVALUATING);
    }
}
