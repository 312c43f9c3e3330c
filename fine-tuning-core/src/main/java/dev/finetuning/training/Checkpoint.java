package dev.finetuning.training;

import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A model saved during a job. Immutable; compares by value. */
public final class Checkpoint {
    private final String id;
    private final String jobId;
    private final long step;
    private final Instant createdAt;
    private final @Nullable String modelId;
    private final Map<String, Double> metrics;
    private final List<String> resultFiles;

    private Checkpoint(Builder builder) {
        id = builder.id;
        jobId = builder.jobId;
        step = builder.step;
        createdAt = builder.createdAt;
        modelId = builder.modelId;
        metrics = Collections.unmodifiableMap(new LinkedHashMap<>(builder.metrics));
        resultFiles = List.copyOf(builder.resultFiles);
    }

    /**
     * Starts a checkpoint.
     *
     * @param id the provider's id
     * @param jobId the job it belongs to
     * @param step the number of gradient steps up to it
     * @param createdAt when it was made
     */
    public static Builder builder(String id, String jobId, long step, Instant createdAt) {
        return new Builder(id, jobId, step, createdAt);
    }

    /** The provider's id. */
    public String id() {
        return id;
    }

    /** The job it belongs to. */
    public String jobId() {
        return jobId;
    }

    /** The number of gradient steps up to it. */
    public long step() {
        return step;
    }

    /** When it was made. */
    public Instant createdAt() {
        return createdAt;
    }

    /** The id for using it as a model, if it can be used. */
    public Optional<String> modelId() {
        return Optional.ofNullable(modelId);
    }

    /** What was measured at that step, by the names of {@link Metrics}. */
    public Map<String, Double> metrics() {
        return metrics;
    }

    /** The ids of the files with its weights, for {@link TrainingFiles#download}; empty if the provider offers none. */
    public List<String> resultFiles() {
        return resultFiles;
    }

    private List<@Nullable Object> values() {
        return Arrays.asList(id, jobId, step, createdAt, modelId, metrics, resultFiles);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Checkpoint checkpoint && values().equals(checkpoint.values());
    }

    @Override
    public int hashCode() {
        return values().hashCode();
    }

    /** Id and step. */
    @Override
    public String toString() {
        return "checkpoint " + id + " at step " + step;
    }

    /** Collects the values of a checkpoint. Not thread-safe. */
    public static final class Builder {
        private final String id;
        private final String jobId;
        private final long step;
        private final Instant createdAt;
        private @Nullable String modelId;
        private Map<String, Double> metrics = Map.of();
        private List<String> resultFiles = List.of();

        private Builder(String id, String jobId, long step, Instant createdAt) {
            this.id = id;
            this.jobId = jobId;
            this.step = step;
            this.createdAt = createdAt;
        }

        /** The id for using it as a model. */
        public Builder modelId(String usableAs) {
            modelId = usableAs;
            return this;
        }

        /** What was measured at that step, by the names of {@link Metrics}. */
        public Builder metrics(Map<String, Double> measured) {
            metrics = measured;
            return this;
        }

        /** The ids of the files with its weights. */
        public Builder resultFiles(List<String> fileIds) {
            resultFiles = fileIds;
            return this;
        }

        /** Builds the checkpoint. */
        public Checkpoint build() {
            return new Checkpoint(this);
        }
    }
}
