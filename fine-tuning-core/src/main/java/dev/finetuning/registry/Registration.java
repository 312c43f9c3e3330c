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
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What to register: a name, a finished job or an existing model, and what is known about it. Setters change
 * this object and return it. Not thread-safe.
 */
public final class Registration {
    private final String name;
    private final String baseModel;
    private final @Nullable String jobId;
    private final String modelId;
    private String provider = "";
    private @Nullable Instant shutdownAt;
    private @Nullable String runId;
    private @Nullable String datasetFingerprint;
    private @Nullable String datasetVersion;
    private @Nullable Double datasetValidated;
    private Map<String, String> hyperparameters = Map.of();
    private Map<String, Double> metrics = Map.of();
    private final List<ScoreCard> scoreCards = new ArrayList<>();
    private final Set<String> tags = new LinkedHashSet<>();
    private final Map<String, String> metadata = new LinkedHashMap<>();
    private SemanticVersion.Part part = SemanticVersion.Part.PATCH;
    private @Nullable SemanticVersion version;

    private Registration(String name, String baseModel, @Nullable String jobId, String modelId) {
        this.name = ModelVersion.requireName(name);
        this.baseModel = baseModel;
        this.jobId = jobId;
        this.modelId = modelId;
    }

    /**
     * Registers the model of a job under a name.
     *
     * @param name 1 to 128 characters without {@code @} and control characters
     * @throws IllegalArgumentException if the job has not succeeded or has no model, or the name is not
     *     allowed
     */
    public static Registration of(String name, TrainingJob job) {
        Optional<String> modelId = job.model();
        if (job.status().phase() != JobPhase.SUCCEEDED || modelId.isEmpty()) {
            throw new IllegalArgumentException(
                    "only a succeeded job with a model can be registered: job " + job.id() + " is " + job.status());
        }
        return new Registration(name, job.baseModel(), job.id(), modelId.get());
    }

    /**
     * Registers an existing model, such as the base model that serves today, so that the first trained
     * version can be compared with it and rolled back to it. Its lineage has no job.
     *
     * @param name 1 to 128 characters without {@code @} and control characters
     * @param modelId the provider's id of the model
     * @throws IllegalArgumentException if the name is not allowed or the model id is blank
     */
    public static Registration ofModel(String name, String modelId) {
        if (modelId.isBlank()) {
            throw new IllegalArgumentException("a model to register needs the id its provider knows it by");
        }
        return new Registration(name, modelId, null, modelId);
    }

    /** The provider's short name, as in its capabilities. */
    public Registration provider(String shortName) {
        provider = shortName;
        return this;
    }

    /** The training data: its fingerprint, its version and the share of validated examples. */
    public Registration dataset(Dataset data) {
        dataset(data.fingerprint().hex(), data.version());
        long validated = data.examples().stream()
                .filter(example -> example.info().validation().isPresent())
                .count();
        return data.size() == 0 ? this : datasetValidated((double) validated / data.size());
    }

    /** The fingerprint of the training data and its version, if it has one. */
    public Registration dataset(String fingerprint, @Nullable String itsVersion) {
        datasetFingerprint = fingerprint;
        datasetVersion = itsVersion;
        return this;
    }

    /**
     * The share of validated training examples.
     *
     * @throws IllegalArgumentException unless it is from 0 to 1
     */
    public Registration datasetValidated(double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("the validated share is within 0..1: " + share);
        }
        datasetValidated = share;
        return this;
    }

    /** The hyperparameters. */
    public Registration hyperparameters(Hyperparameters values) {
        hyperparameters = values.describe();
        return this;
    }

    /** The metrics of the training, by the names of {@link dev.finetuning.training.Metrics}. */
    public Registration metrics(Map<String, Double> values) {
        metrics = Map.copyOf(values);
        return this;
    }

    /** Adds an evaluation result. */
    public Registration addScoreCard(ScoreCard card) {
        scoreCards.add(card);
        return this;
    }

    /** Adds a tag. */
    public Registration addTag(String tag) {
        tags.add(tag);
        return this;
    }

    /** Adds a fact. */
    public Registration addMetadata(String key, String value) {
        metadata.put(key, value);
        return this;
    }

    /** The run that trained it. */
    public Registration run(String id) {
        runId = id;
        return this;
    }

    /** When the provider will stop serving it. */
    public Registration shutdownAt(Instant when) {
        shutdownAt = when;
        return this;
    }

    /** Which part of the version number to raise; the patch by default. */
    public Registration raise(SemanticVersion.Part newPart) {
        part = newPart;
        return this;
    }

    /** The exact version number. */
    public Registration version(SemanticVersion exactly) {
        version = exactly;
        return this;
    }

    String name() {
        return name;
    }

    Author byItself() {
        return jobId == null
                ? Author.of("model " + modelId, "registered as it is")
                : Author.of("job " + jobId, "training succeeded");
    }

    /** Whether a version is what this would register. */
    boolean isAlready(ModelVersion known) {
        return known.modelId().equals(modelId) && known.provider().equals(provider);
    }

    /** The version it becomes after the newest there is. */
    ModelVersion toVersion(Optional<SemanticVersion> newest, Author by, Instant at) {
        SemanticVersion number =
                version != null ? version : newest.map(last -> last.next(part)).orElse(SemanticVersion.FIRST);
        ServedModel served = ServedModel.of(provider, modelId);
        return ModelVersion.builder(
                        name, number, shutdownAt == null ? served : served.withShutdownAt(shutdownAt), lineage())
                .metrics(metrics)
                .scoreCards(scoreCards)
                .tags(tags)
                .metadata(metadata)
                .registered(by, at)
                .build();
    }

    private Lineage lineage() {
        Lineage.Builder lineage = Lineage.builder(baseModel).hyperparameters(hyperparameters);
        if (jobId != null) {
            lineage.jobId(jobId);
        }
        if (runId != null) {
            lineage.runId(runId);
        }
        if (datasetFingerprint != null) {
            lineage.datasetFingerprint(datasetFingerprint);
        }
        if (datasetVersion != null) {
            lineage.datasetVersion(datasetVersion);
        }
        if (datasetValidated != null) {
            lineage.datasetValidated(datasetValidated);
        }
        return lineage.build();
    }
}
