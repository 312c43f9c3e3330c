package dev.finetuning.training;

import dev.finetuning.cost.Money;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A job as the provider last described it. Immutable; built with {@link #builder}; compares by value. */
public final class TrainingJob {
    private final String id;
    private final JobStatus status;
    private final String baseModel;
    private final @Nullable String model;
    private final @Nullable Instant createdAt;
    private final @Nullable Instant finishedAt;
    private final @Nullable Instant estimatedFinish;
    private final @Nullable Long trainedTokens;
    private final @Nullable JobFailure failure;
    private final @Nullable String mark;
    private final Map<String, Object> details;
    private final Map<String, String> provenance;

    private TrainingJob(Builder builder) {
        id = builder.id;
        status = builder.status;
        baseModel = builder.baseModel;
        model = builder.model;
        createdAt = builder.createdAt;
        finishedAt = builder.finishedAt;
        estimatedFinish = builder.estimatedFinish;
        trainedTokens = builder.trainedTokens;
        failure = builder.failure;
        mark = builder.mark;
        details = Collections.unmodifiableMap(new LinkedHashMap<>(builder.details));
        provenance = Collections.unmodifiableMap(new LinkedHashMap<>(builder.provenance));
    }

    /**
     * Starts a job.
     *
     * @param id the provider's id, by which any process can follow the job
     * @param status its status
     * @param baseModel the model it starts from
     */
    public static Builder builder(String id, JobStatus status, String baseModel) {
        return new Builder(id, status, baseModel);
    }

    /** A job with only the essentials. */
    public static TrainingJob of(String id, JobStatus status, String baseModel) {
        return builder(id, status, baseModel).build();
    }

    /** The provider's id, by which any process can follow the job. */
    public String id() {
        return id;
    }

    /** Its status. */
    public JobStatus status() {
        return status;
    }

    /** The model it starts from. */
    public String baseModel() {
        return baseModel;
    }

    /** The id of the tuned model, once there is one. */
    public Optional<String> model() {
        return Optional.ofNullable(model);
    }

    /** When it was created, if known. */
    public Optional<Instant> createdAt() {
        return Optional.ofNullable(createdAt);
    }

    /** When it ended, if known. */
    public Optional<Instant> finishedAt() {
        return Optional.ofNullable(finishedAt);
    }

    /** When the provider expects it to end, if it says so. */
    public Optional<Instant> estimatedFinish() {
        return Optional.ofNullable(estimatedFinish);
    }

    /** The tokens billed, once known. */
    public OptionalLong trainedTokens() {
        return trainedTokens == null ? OptionalLong.empty() : OptionalLong.of(trainedTokens);
    }

    /** Why it failed; empty if it did not. */
    public Optional<JobFailure> failure() {
        return Optional.ofNullable(failure);
    }

    /** The run's mark that it was created with, if any. */
    public Optional<String> mark() {
        return Optional.ofNullable(mark);
    }

    /**
     * Further facts by the provider's own names (files, seed, hyperparameters, metadata, result files, cost
     * estimates), as JSON values.
     */
    public Map<String, Object> details() {
        return details;
    }

    /**
     * What is worth knowing of a model for as long as it is used: hashes of weights, versions of the trainer, the
     * licence of the base model, by the provider's own names. A registration copies it into the version's lineage.
     * Empty before the job has succeeded, or if the provider tells nothing of it.
     */
    public Map<String, String> provenance() {
        return provenance;
    }

    /** The ids of the result files, if the provider names any under {@code result_files}. */
    public List<String> resultFiles() {
        return details.get("result_files") instanceof List<?> files
                ? files.stream().map(String::valueOf).toList()
                : List.of();
    }

    /**
     * What the provider says the job costs: a number {@code cost} above 0 and a text {@code cost_currency}
     * in its details, or in the metadata among them.
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

    /** This job with another status. */
    public TrainingJob withStatus(JobStatus newStatus) {
        return toBuilder().status(newStatus).build();
    }

    /** A builder with the values of this job. */
    public Builder toBuilder() {
        Builder builder = new Builder(id, status, baseModel);
        builder.model = model;
        builder.createdAt = createdAt;
        builder.finishedAt = finishedAt;
        builder.estimatedFinish = estimatedFinish;
        builder.trainedTokens = trainedTokens;
        builder.failure = failure;
        builder.mark = mark;
        builder.details = details;
        builder.provenance = provenance;
        return builder;
    }

    private List<@Nullable Object> values() {
        return Arrays.asList(
                id,
                status,
                baseModel,
                model,
                createdAt,
                finishedAt,
                estimatedFinish,
                trainedTokens,
                failure,
                mark,
                details,
                provenance);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TrainingJob job && values().equals(job.values());
    }

    @Override
    public int hashCode() {
        return values().hashCode();
    }

    /** Id, status and base model. */
    @Override
    public String toString() {
        return "job " + id + " (" + status + ", from " + baseModel + ")";
    }

    /** Collects the values of a job. Not thread-safe. */
    public static final class Builder {
        private final String id;
        private JobStatus status;
        private final String baseModel;
        private @Nullable String model;
        private @Nullable Instant createdAt;
        private @Nullable Instant finishedAt;
        private @Nullable Instant estimatedFinish;
        private @Nullable Long trainedTokens;
        private @Nullable JobFailure failure;
        private @Nullable String mark;
        private Map<String, Object> details = Map.of();
        private Map<String, String> provenance = Map.of();

        private Builder(String id, JobStatus status, String baseModel) {
            this.id = id;
            this.status = status;
            this.baseModel = baseModel;
        }

        /** Its status. */
        public Builder status(JobStatus newStatus) {
            status = newStatus;
            return this;
        }

        /**
         * The tuned model's id. A blank id counts as absent, because some providers send it before there is
         * a model.
         */
        public Builder model(String modelId) {
            model = modelId.isBlank() ? null : modelId;
            return this;
        }

        /** When it was created. */
        public Builder createdAt(Instant instant) {
            createdAt = instant;
            return this;
        }

        /** When it ended. */
        public Builder finishedAt(Instant instant) {
            finishedAt = instant;
            return this;
        }

        /** When the provider expects it to end. */
        public Builder estimatedFinish(Instant instant) {
            estimatedFinish = instant;
            return this;
        }

        /** The tokens billed. */
        public Builder trainedTokens(long tokens) {
            trainedTokens = tokens;
            return this;
        }

        /** Why it failed. */
        public Builder failure(JobFailure reason) {
            failure = reason;
            return this;
        }

        /** The run's mark it was created with. */
        public Builder mark(String runMark) {
            mark = runMark;
            return this;
        }

        /** Further facts by the provider's own names, as JSON values. Replaces earlier ones. */
        public Builder details(Map<String, Object> facts) {
            details = facts;
            return this;
        }

        /** What a registry keeps with the model, by the provider's own names. Replaces earlier facts. */
        public Builder provenance(Map<String, String> facts) {
            provenance = facts;
            return this;
        }

        /** Builds the job. */
        public TrainingJob build() {
            return new TrainingJob(this);
        }
    }
}
