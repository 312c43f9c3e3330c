package dev.finetuning.run;

import dev.finetuning.cost.Money;
import dev.finetuning.registry.version.Stage;
import dev.finetuning.training.Metrics;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A snapshot of a run. Immutable; compares by value. */
public final class FineTuningRun {
    private final String id;
    private final String name;
    private final Map<String, String> labels;
    private final RunStatus status;
    private final RunStage stage;
    private final Instant startedAt;
    private final Instant updatedAt;
    private final JobView job;
    private final @Nullable RunCost cost;
    private final @Nullable DataChecks checks;
    private final @Nullable String modelId;
    private final @Nullable String version;
    private final @Nullable Boolean promoted;
    private final @Nullable String note;
    private final @Nullable Instant notBefore;

    private FineTuningRun(Builder builder) {
        id = builder.id;
        name = builder.name;
        labels = Map.copyOf(builder.labels);
        status = builder.status;
        stage = builder.stage;
        startedAt = builder.startedAt;
        updatedAt = builder.updatedAt;
        job = builder.job;
        cost = builder.cost;
        checks = builder.checks;
        modelId = builder.modelId;
        version = builder.version;
        promoted = builder.promoted;
        note = builder.note;
        notBefore = builder.notBefore;
    }

    /**
     * The run's job as last seen.
     *
     * @param id the provider's id, once it is known
     * @param status the provider's own word, once the job was seen
     * @param estimatedFinish when it will end: the provider's estimate, or else the time extrapolated from
     *     its steps; empty if neither is known
     * @param trainedTokens the tokens billed, once known
     * @param metrics the latest value of each metric, by the names of {@link Metrics}
     */
    public record JobView(
            Optional<String> id,
            Optional<String> status,
            Optional<Instant> estimatedFinish,
            OptionalLong trainedTokens,
            Map<String, Double> metrics) {
        /** No job yet. */
        public static final JobView NONE =
                new JobView(Optional.empty(), Optional.empty(), Optional.empty(), OptionalLong.empty(), Map.of());

        /** Copies the map. */
        public JobView {
            metrics = Map.copyOf(metrics);
        }
    }

    /**
     * Starts a snapshot, for example in an application's own tests.
     *
     * @param id the run's id
     * @param name the model's name in the registry
     * @param status its status
     * @param stage the next thing to do
     * @param startedAt when it was started
     */
    public static Builder builder(String id, String name, RunStatus status, RunStage stage, Instant startedAt) {
        return new Builder(id, name, status, stage, startedAt);
    }

    /** The run's id, which is also the mark of its job: 1 to 18 characters out of {@code [a-z0-9-]}. */
    public String id() {
        return id;
    }

    /** The model's name in the registry. */
    public String name() {
        return name;
    }

    /** The run's labels, such as a tenant. */
    public Map<String, String> labels() {
        return labels;
    }

    /** Its status. */
    public RunStatus status() {
        return status;
    }

    /** The next thing to do. */
    public RunStage stage() {
        return stage;
    }

    /** When it was started. */
    public Instant startedAt() {
        return startedAt;
    }

    /** When it last changed. */
    public Instant updatedAt() {
        return updatedAt;
    }

    /** Its job; {@link JobView#NONE} before there is one. */
    public JobView job() {
        return job;
    }

    /** What it costs; empty if the plan has no estimate. */
    public Optional<RunCost> cost() {
        return Optional.ofNullable(cost);
    }

    /** What the checks found in its data; empty if the plan has no checks. */
    public Optional<DataChecks> checks() {
        return Optional.ofNullable(checks);
    }

    /** The tuned model's id at its provider, once there is one. */
    public Optional<String> modelId() {
        return Optional.ofNullable(modelId);
    }

    /** Its version in the registry, once there is one. */
    public Optional<String> version() {
        return Optional.ofNullable(version);
    }

    /** Whether the model was promoted, once that is decided. */
    public Optional<Boolean> promoted() {
        return Optional.ofNullable(promoted);
    }

    /**
     * The promotion decision in words, what went wrong, or what the run waits for; empty if there is
     * nothing to say.
     */
    public Optional<String> note() {
        return Optional.ofNullable(note);
    }

    /** When the next step is due, if the run has to wait. */
    public Optional<Instant> notBefore() {
        return Optional.ofNullable(notBefore);
    }

    /** The latest training loss, once there is one. */
    public OptionalDouble loss() {
        Double loss = job.metrics().get(Metrics.TRAIN_LOSS);
        return loss == null ? OptionalDouble.empty() : OptionalDouble.of(loss);
    }

    /** The known cost so far, if the plan has an estimate. */
    public Optional<Money> costSoFar() {
        return cost().map(RunCost::soFar);
    }

    /** How long its job will still take, if that can be estimated; never negative. */
    public Optional<Duration> remaining(Instant now) {
        return job.estimatedFinish()
                .map(finish -> Duration.between(now, finish))
                .map(left -> left.isNegative() ? Duration.ZERO : left);
    }

    /**
     * The lifecycle stage of its model before it is registered: {@link Stage#TRAINING} while it is trained,
     * {@link Stage#EVALUATING} until it is registered; empty afterwards, when the registry knows the stage.
     */
    public Optional<Stage> modelStage() {
        if (status.terminal() || version != null) {
            return Optional.empty();
        }
        return Optional.of(stage.compareTo(RunStage.ASK) < 0 ? Stage.TRAINING : Stage.EVALUATING);
    }

    private List<@Nullable Object> values() {
        return Arrays.asList(
                id, name, labels, status, stage, startedAt, updatedAt, job, cost, checks, modelId, version, promoted,
                note, notBefore);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FineTuningRun run && values().equals(run.values());
    }

    @Override
    public int hashCode() {
        return values().hashCode();
    }

    /** Id, name, status and stage. */
    @Override
    public String toString() {
        return "run " + id + " of " + name + " (" + status + ", " + stage + ")";
    }

    /** Collects the values of a snapshot. Not thread-safe. */
    public static final class Builder {
        private final String id;
        private final String name;
        private final RunStatus status;
        private final RunStage stage;
        private final Instant startedAt;
        private Instant updatedAt;
        private Map<String, String> labels = Map.of();
        private JobView job = JobView.NONE;
        private @Nullable RunCost cost;
        private @Nullable DataChecks checks;
        private @Nullable String modelId;
        private @Nullable String version;
        private @Nullable Boolean promoted;
        private @Nullable String note;
        private @Nullable Instant notBefore;

        private Builder(String id, String name, RunStatus status, RunStage stage, Instant startedAt) {
            this.id = id;
            this.name = name;
            this.status = status;
            this.stage = stage;
            this.startedAt = startedAt;
            this.updatedAt = startedAt;
        }

        /** When it last changed; by default when it was started. */
        public Builder updatedAt(Instant instant) {
            updatedAt = instant;
            return this;
        }

        /** Its labels. */
        public Builder labels(Map<String, String> all) {
            labels = all;
            return this;
        }

        /** Its job. */
        public Builder job(JobView seen) {
            job = seen;
            return this;
        }

        /** What it costs. */
        public Builder cost(RunCost known) {
            cost = known;
            return this;
        }

        /** What the checks found in its data. */
        public Builder checks(DataChecks found) {
            checks = found;
            return this;
        }

        /** The tuned model's id at its provider. */
        public Builder modelId(String model) {
            modelId = model;
            return this;
        }

        /** Its version in the registry. */
        public Builder version(String number) {
            version = number;
            return this;
        }

        /** Whether the model was promoted. */
        public Builder promoted(boolean decision) {
            promoted = decision;
            return this;
        }

        /** The promotion decision in words, what went wrong, or what the run waits for. */
        public Builder note(String text) {
            note = text;
            return this;
        }

        /** When the next step is due. */
        public Builder notBefore(Instant instant) {
            notBefore = instant;
            return this;
        }

        /** Builds the snapshot. */
        public FineTuningRun build() {
            return new FineTuningRun(this);
        }
    }
}
