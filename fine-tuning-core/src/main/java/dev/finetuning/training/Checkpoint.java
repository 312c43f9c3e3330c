package dev.finetuning.training;

import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A model as it was part of the way through a job. Immutable; equal by its values. */
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
     * @param step gradient steps done by then
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

    /** Gradient steps done by then. */
    public long step() {
        return step;
    }

    /** When it was made. */
    public Instant createdAt() {
        return createdAt;
    }

    /** The id by which it can be used as a model, where it can. */
    public Optional<String> modelId() {
        return Optional.ofNullable(modelId);
    }

    /** What was measured then, by the names of {@link Metrics}. */
    public Map<String, Double> metrics() {
        return metrics;
    }

    /**
     * The ids of the files that hold its weights, for {@link TrainingFiles#download}; empty where the
     * provider hands none out.
     */
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

    /** Collects a checkpoint; not thread-safe. */
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

        /** The id by which it can be used as a model. */
        public Builder modelId(String usableAs) {
            modelId = usableAs;
            return this;
        }

        /** What was measured then, by the names of {@link Metrics}. */
        public Builder metrics(Map<String, Double> measured) {
            metrics = measured;
            return this;
        }

        /** The ids of the files that hold its weights. */
        public Builder resultFiles(List<String> fileIds) {
            resultFiles = fileIds;
            return this;
        }

        /** The checkpoint. */
        public Checkpoint build() {
            return new Checkpoint(this);
        }
    }
}
