package dev.finetuning.search;

import dev.finetuning.cost.Money;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** One trial of a search. Immutable; compares by value. */
public final class Trial {
    private final int number;
    private final Settings settings;
    private final Outcome outcome;
    private final @Nullable Double value;
    private final @Nullable Money cost;
    private final @Nullable String runId;
    private final @Nullable String version;
    private final @Nullable BestCheckpoint checkpoint;
    private final String note;

    private Trial(Builder builder) {
        number = builder.number;
        settings = builder.settings;
        outcome = builder.outcome;
        value = builder.value;
        cost = builder.cost;
        runId = builder.runId;
        version = builder.version;
        checkpoint = builder.checkpoint;
        note = builder.note;
    }

    /** What became of a trial. Only a trial that was measured can win. */
    public enum Outcome {
        /** Its run is not over, or waits for a decision. */
        OPEN,
        /** Its run has succeeded and the objective is known. */
        MEASURED,
        /** Its run has succeeded, but the objective is not a number, or nobody measured it. */
        NOT_MEASURED,
        /** It was stopped early because others were better at the same point. */
        STOPPED,
        /** Its run failed, or the provider refused it. */
        FAILED,
        /** A person cancelled its run. */
        CANCELLED
    }

    /**
     * The checkpoint of a trial at which the objective was best.
     *
     * @param id the provider's id
     * @param modelId the id for using it as a model, if it can be used
     * @param step the number of gradient steps up to it
     * @param value the objective there
     */
    public record BestCheckpoint(String id, Optional<String> modelId, long step, double value) {}

    static Builder builder(int number, Settings settings) {
        return new Builder(number, settings);
    }

    Builder toBuilder() {
        Builder builder = new Builder(number, settings).outcome(outcome).note(note);
        builder.value = value;
        builder.cost = cost;
        builder.runId = runId;
        builder.version = version;
        builder.checkpoint = checkpoint;
        return builder;
    }

    /** Its number, from 0 in the order in which trials were begun. */
    public int number() {
        return number;
    }

    /** Its settings. */
    public Settings settings() {
        return settings;
    }

    /** What became of it. */
    public Outcome outcome() {
        return outcome;
    }

    /** The objective: at the end, or where the trial was stopped; empty if it is not known. */
    public OptionalDouble value() {
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    /** What its run has cost: training by the bill, the first question and the evaluation, as far as they are known. */
    public Optional<Money> cost() {
        return Optional.ofNullable(cost);
    }

    /** The run's id; empty before there is one. */
    public Optional<String> runId() {
        return Optional.ofNullable(runId);
    }

    /** The version that the run registered, if it did. */
    public Optional<String> version() {
        return Optional.ofNullable(version);
    }

    /**
     * The checkpoint at which the objective was best, if the provider reports the objective at checkpoints. It may be
     * better than the model at the end, which is the one that the run registered.
     */
    public Optional<BestCheckpoint> bestCheckpoint() {
        return Optional.ofNullable(checkpoint);
    }

    /** Why it failed, was stopped or waits; empty otherwise. */
    public String note() {
        return note;
    }

    private List<@Nullable Object> values() {
        return Arrays.asList(number, settings, outcome, value, cost, runId, version, checkpoint, note);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Trial trial && values().equals(trial.values());
    }

    @Override
    public int hashCode() {
        return values().hashCode();
    }

    /** Number, settings, outcome and value. */
    @Override
    public String toString() {
        return "trial " + number + " " + settings.values() + " " + outcome + (value == null ? "" : " " + value);
    }

    /** Collects a trial. */
    static final class Builder {
        private final int number;
        private final Settings settings;
        private Outcome outcome = Outcome.OPEN;
        private @Nullable Double value;
        private @Nullable Money cost;
        private @Nullable String runId;
        private @Nullable String version;
        private @Nullable BestCheckpoint checkpoint;
        private String note = "";

        private Builder(int number, Settings settings) {
            this.number = number;
            this.settings = settings;
        }

        Builder outcome(Outcome became) {
            outcome = became;
            return this;
        }

        Builder value(OptionalDouble measured) {
            value = measured.isPresent() ? (Double) measured.getAsDouble() : null;
            return this;
        }

        Builder cost(Optional<Money> known) {
            cost = known.orElse(null);
            return this;
        }

        Builder run(Optional<String> id) {
            runId = id.orElse(null);
            return this;
        }

        Builder version(Optional<String> registered) {
            version = registered.orElse(null);
            return this;
        }

        Builder checkpoint(Optional<BestCheckpoint> best) {
            checkpoint = best.orElse(null);
            return this;
        }

        Builder note(String why) {
            note = why;
            return this;
        }

        Trial build() {
            return new Trial(this);
        }
    }
}
