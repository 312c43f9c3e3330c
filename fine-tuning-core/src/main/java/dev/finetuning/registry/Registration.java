package dev.finetuning.registry;

import dev.finetuning.dataset.Dataset;
import dev.finetuning.registry.version.Author;
import dev.finetuning.registry.version.Lineage;
import dev.finetuning.registry.version.ModelVersion;
import dev.finetuning.registry.version.ScoreCard;
import dev.finetuning.registry.version.SemanticVersion;
import dev.finetuning.registry.version.ServedModel;
import dev.finetuning.training.Hyperparameters;
import dev.finetuning.training.JobPhase;
import dev.finetuning.training.TrainingJob;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What to register: a name, a finished job or an existing model, and what is known about it. Immutable. */
public final class Registration {
    private final String name;
    private final ServedModel served;
    private final Lineage lineage;
    private final Map<String, Double> metrics;
    private final List<ScoreCard> scoreCards;
    private final Set<String> tags;
    private final Map<String, String> metadata;
    private final SemanticVersion.Part part;
    private final @Nullable SemanticVersion version;

    private Registration(Builder builder) {
        name = builder.name;
        served = builder.served;
        lineage = builder.lineage.build();
        metrics = builder.metrics;
        scoreCards = List.copyOf(builder.scoreCards);
        tags = Collections.unmodifiableSet(new LinkedHashSet<>(builder.tags));
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(builder.metadata));
        part = builder.part;
        version = builder.version;
    }

    /**
     * Registers the model of a job under a name.
     *
     * @param name 1 to 128 characters without {@code @} and control characters
     * @throws IllegalArgumentException if the job has not succeeded or has no model, or the name is not
     *     allowed
     */
    public static Registration of(String name, TrainingJob job) {
        return builder(name, job).build();
    }

    /**
     * Starts a registration of the model of a job.
     *
     * @param name 1 to 128 characters without {@code @} and control characters
     * @throws IllegalArgumentException if the job has not succeeded or has no model, or the name is not
     *     allowed
     */
    public static Builder builder(String name, TrainingJob job) {
        Optional<String> modelId = job.model();
        if (job.status().phase() != JobPhase.SUCCEEDED || modelId.isEmpty()) {
            throw new IllegalArgumentException(
                    "only a succeeded job with a model can be registered: job " + job.id() + " is " + job.status());
        }
        return new Builder(
                name,
                ServedModel.of("", modelId.get()),
                Lineage.builder(job.baseModel()).jobId(job.id()).provenance(job.provenance()));
    }

    /**
     * Registers an existing model, such as the base model that serves today, so that the first trained
     * version can be compared with it and rolled back to it. Its lineage has no job. For more than the name
     * and the id, go on with {@link #toBuilder}.
     *
     * @param name 1 to 128 characters without {@code @} and control characters
     * @param modelId the provider's id of the model
     * @throws IllegalArgumentException if the name is not allowed or the model id is blank
     */
    public static Registration ofModel(String name, String modelId) {
        if (modelId.isBlank()) {
            throw new IllegalArgumentException("a model to register needs the id its provider knows it by");
        }
        return new Builder(name, ServedModel.of("", modelId), Lineage.builder(modelId)).build();
    }

    /** A builder with the values of this registration. */
    public Builder toBuilder() {
        Builder builder =
                new Builder(name, served, lineage.toBuilder()).metrics(metrics).raise(part);
        builder.scoreCards.addAll(scoreCards);
        builder.tags.addAll(tags);
        builder.metadata.putAll(metadata);
        builder.version = version;
        return builder;
    }

    String name() {
        return name;
    }

    Author byItself() {
        return lineage.jobId()
                .map(job -> Author.of("job " + job, "training succeeded"))
                .orElseGet(() -> Author.of("model " + served.modelId(), "registered as it is"));
    }

    /** Whether a version is what this would register. */
    boolean isAlready(ModelVersion known) {
        return known.modelId().equals(served.modelId()) && known.provider().equals(served.provider());
    }

    /** The version it becomes after the newest there is. */
    ModelVersion toVersion(Optional<SemanticVersion> newest, Author by, Instant at) {
        SemanticVersion number =
                version != null ? version : newest.map(last -> last.next(part)).orElse(SemanticVersion.FIRST);
        return ModelVersion.builder(name, number, served, lineage)
                .metrics(metrics)
                .scoreCards(scoreCards)
                .tags(tags)
                .metadata(metadata)
                .registered(by, at)
                .build();
    }

    /** Name, model and lineage. */
    @Override
    public String toString() {
        return "Registration[" + name + ", " + served.modelId() + ", " + lineage + "]";
    }

    /** Collects a registration. Not thread-safe. */
    public static final class Builder {
        private final String name;
        private ServedModel served;
        private final Lineage.Builder lineage;
        private Map<String, Double> metrics = Map.of();
        private final List<ScoreCard> scoreCards = new ArrayList<>();
        private final Set<String> tags = new LinkedHashSet<>();
        private final Map<String, String> metadata = new LinkedHashMap<>();
        private SemanticVersion.Part part = SemanticVersion.Part.PATCH;
        private @Nullable SemanticVersion version;

        private Builder(String name, ServedModel served, Lineage.Builder lineage) {
            this.name = ModelVersion.requireName(name);
            this.served = served;
            this.lineage = lineage;
        }

        /** The provider's short name, as in its capabilities. */
        public Builder provider(String shortName) {
            served = new ServedModel(shortName, served.modelId(), served.shutdownAt());
            return this;
        }

        /** The training data: its fingerprint, its version and the share of validated examples. */
        public Builder dataset(Dataset data) {
            dataset(data.fingerprint().hex());
            if (!data.version().isEmpty()) {
                datasetVersion(data.version());
            }
            long validated = data.examples().stream()
                    .filter(example -> example.info().validation().isPresent())
                    .count();
            return data.size() == 0 ? this : datasetValidated((double) validated / data.size());
        }

        /** The fingerprint of the training data. */
        public Builder dataset(String fingerprint) {
            lineage.datasetFingerprint(fingerprint);
            return this;
        }

        /** The version of the training data. */
        public Builder datasetVersion(String itsVersion) {
            lineage.datasetVersion(itsVersion);
            return this;
        }

        /**
         * The share of validated training examples.
         *
         * @throws IllegalArgumentException unless it is from 0 to 1
         */
        public Builder datasetValidated(double share) {
            lineage.datasetValidated(share);
            return this;
        }

        /** The hyperparameters. */
        public Builder hyperparameters(Hyperparameters values) {
            lineage.hyperparameters(values.describe());
            return this;
        }

        /** The metrics of the training, by the names of {@link dev.finetuning.training.Metrics}. */
        public Builder metrics(Map<String, Double> values) {
            metrics = Map.copyOf(values);
            return this;
        }

        /** Adds an evaluation result. */
        public Builder addScoreCard(ScoreCard card) {
            scoreCards.add(Objects.requireNonNull(card, "card"));
            return this;
        }

        /** Adds a tag. */
        public Builder addTag(String tag) {
            tags.add(Objects.requireNonNull(tag, "tag"));
            return this;
        }

        /** Adds a fact. */
        public Builder addMetadata(String key, String value) {
            metadata.put(Objects.requireNonNull(key, "key"), Objects.requireNonNull(value, "value"));
            return this;
        }

        /** The run that trained it. */
        public Builder run(String id) {
            lineage.runId(id);
            return this;
        }

        /** When the provider will stop serving it. */
        public Builder shutdownAt(Instant when) {
            served = served.withShutdownAt(when);
            return this;
        }

        /** Which part of the version number to raise; the patch by default. */
        public Builder raise(SemanticVersion.Part newPart) {
            part = newPart;
            return this;
        }

        /** The exact version number. */
        public Builder version(SemanticVersion exactly) {
            version = exactly;
            return this;
        }

        /** Builds the registration. */
        public Registration build() {
            return new Registration(this);
        }
    }
}
