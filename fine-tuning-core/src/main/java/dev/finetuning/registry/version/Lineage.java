package dev.finetuning.registry.version;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** What a version was made from. Immutable. */
public final class Lineage {
    private final String baseModel;
    private final @Nullable String jobId;
    private final @Nullable String runId;
    private final @Nullable String datasetFingerprint;
    private final @Nullable String datasetVersion;
    private final @Nullable Double datasetValidated;
    private final Map<String, String> hyperparameters;
    private final Map<String, String> provenance;

    private Lineage(Builder builder) {
        baseModel = builder.baseModel;
        jobId = builder.jobId;
        runId = builder.runId;
        datasetFingerprint = builder.datasetFingerprint;
        datasetVersion = builder.datasetVersion;
        datasetValidated = builder.datasetValidated;
        hyperparameters = builder.hyperparameters;
        provenance = builder.provenance;
    }

    /**
     * Starts a lineage.
     *
     * @param baseModel the model that training started from, or the model itself if nothing was trained
     */
    public static Builder builder(String baseModel) {
        return new Builder(baseModel);
    }

    /** A builder with the values of this lineage. */
    public Builder toBuilder() {
        Builder builder =
                new Builder(baseModel).hyperparameters(hyperparameters).provenance(provenance);
        builder.jobId = jobId;
        builder.runId = runId;
        builder.datasetFingerprint = datasetFingerprint;
        builder.datasetVersion = datasetVersion;
        builder.datasetValidated = datasetValidated;
        return builder;
    }

    /** The model that training started from, or the model itself if nothing was trained. */
    public String baseModel() {
        return baseModel;
    }

    /** The provider's job; empty if nothing was trained. */
    public Optional<String> jobId() {
        return Optional.ofNullable(jobId);
    }

    /** The run that made the version, if any. */
    public Optional<String> runId() {
        return Optional.ofNullable(runId);
    }

    /** The fingerprint of the training data, if known. */
    public Optional<String> datasetFingerprint() {
        return Optional.ofNullable(datasetFingerprint);
    }

    /** The version of the dataset, if it has one. */
    public Optional<String> datasetVersion() {
        return Optional.ofNullable(datasetVersion);
    }

    /** The share of validated training examples, 0 to 1, if known. */
    public OptionalDouble datasetValidated() {
        return datasetValidated == null ? OptionalDouble.empty() : OptionalDouble.of(datasetValidated);
    }

    /** The hyperparameters by name; {@code auto} if the provider chose. */
    public Map<String, String> hyperparameters() {
        return hyperparameters;
    }

    /**
     * What the provider told of the model's making, by its own names: hashes of weights, versions of the trainer, the
     * licence of the base model. Empty if it told nothing.
     */
    public Map<String, String> provenance() {
        return provenance;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Lineage that
                && baseModel.equals(that.baseModel)
                && Objects.equals(jobId, that.jobId)
                && Objects.equals(runId, that.runId)
                && Objects.equals(datasetFingerprint, that.datasetFingerprint)
                && Objects.equals(datasetVersion, that.datasetVersion)
                && Objects.equals(datasetValidated, that.datasetValidated)
                && hyperparameters.equals(that.hyperparameters)
                && provenance.equals(that.provenance);
    }

    @Override
    public int hashCode() {
        return Objects.hash(baseModel, jobId, runId, datasetFingerprint, datasetVersion);
    }

    /** Base model, job and data. */
    @Override
    public String toString() {
        return "Lineage[" + baseModel + ", job " + jobId + ", dataset " + datasetFingerprint + "]";
    }

    /** Collects a lineage. Not thread-safe. */
    public static final class Builder {
        private final String baseModel;
        private @Nullable String jobId;
        private @Nullable String runId;
        private @Nullable String datasetFingerprint;
        private @Nullable String datasetVersion;
        private @Nullable Double datasetValidated;
        private Map<String, String> hyperparameters = Map.of();
        private Map<String, String> provenance = Map.of();

        private Builder(String baseModel) {
            this.baseModel = Objects.requireNonNull(baseModel, "baseModel");
        }

        /** The provider's job. */
        public Builder jobId(String id) {
            jobId = id;
            return this;
        }

        /** The run that made the version. */
        public Builder runId(String id) {
            runId = id;
            return this;
        }

        /** The fingerprint of the training data. */
        public Builder datasetFingerprint(String hash) {
            datasetFingerprint = hash;
            return this;
        }

        /** The version of the dataset. */
        public Builder datasetVersion(String version) {
            datasetVersion = version;
            return this;
        }

        /**
         * The share of validated training examples.
         *
         * @throws IllegalArgumentException unless it is from 0 to 1
         */
        public Builder datasetValidated(double share) {
            if (!(share >= 0 && share <= 1)) {
                throw new IllegalArgumentException("the validated share is within 0..1: " + share);
            }
            datasetValidated = share;
            return this;
        }

        /** The hyperparameters by name. */
        public Builder hyperparameters(Map<String, String> values) {
            hyperparameters = Collections.unmodifiableMap(new LinkedHashMap<>(values));
            return this;
        }

        /** What the provider told of the model's making, by its own names. */
        public Builder provenance(Map<String, String> facts) {
            provenance = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
            return this;
        }

        /** Builds the lineage. */
        public Lineage build() {
            return new Lineage(this);
        }
    }
}
