package dev.finetuning.retraining;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One training of a continuous training. Immutable. */
public final class TrainingRound {
    private final int number;
    private final Begin begin;
    private final @Nullable End end;

    /**
     * The beginning of a round.
     *
     * @param at when it began
     * @param reason why
     * @param upTo the examples before this number in the queue belong to it or to earlier rounds
     * @param baseModel the base model of its line; empty if it began before base models were noted
     * @param tunedModel the tuned model it starts from; empty for the base model
     * @param replay the share of older examples in its data; 1 for all of them
     */
    record Begin(
            Instant at,
            String reason,
            long upTo,
            Optional<String> baseModel,
            Optional<String> tunedModel,
            double replay) {}

    /**
     * The end of a round.
     *
     * @param outcome how it ended
     * @param at when it ended
     * @param runId its run, if one was started
     * @param version the version it registered, if it did
     * @param modelId that version's model
     * @param promoted whether the gates let the version through
     * @param note why it failed, or what the gates said
     */
    record End(
            Outcome outcome,
            Instant at,
            Optional<String> runId,
            Optional<String> version,
            Optional<String> modelId,
            boolean promoted,
            String note) {}

    /** How a round stands. */
    public enum Outcome {
        /** Its run is not over, or waits for a decision. */
        OPEN,
        /** It has registered a version; its examples have left the queue. */
        REGISTERED,
        /** It has made no version; its examples are still in the queue. */
        FAILED
    }

    TrainingRound(int number, Begin begin, @Nullable End end) {
        this.number = number;
        this.begin = begin;
        this.end = end;
    }

    TrainingRound ended(End how) {
        return new TrainingRound(number, begin, how);
    }

    Begin begin() {
        return begin;
    }

    private Optional<End> end() {
        return Optional.ofNullable(end);
    }

    /** Its number, from 1. */
    public int number() {
        return number;
    }

    /** When it began. */
    public Instant begunAt() {
        return begin.at();
    }

    /** Why it began. */
    public String reason() {
        return begin.reason();
    }

    /** The tuned model that it started from; empty for the base model. */
    public Optional<String> startedFrom() {
        return begin.tunedModel();
    }

    /** How it stands. */
    public Outcome outcome() {
        return end().map(End::outcome).orElse(Outcome.OPEN);
    }

    /** When it ended. */
    public Optional<Instant> endedAt() {
        return end().map(End::at);
    }

    /** Its run; empty while it is open, and if none could be started. */
    public Optional<String> runId() {
        return end().flatMap(End::runId);
    }

    /** The version that it registered. */
    public Optional<String> version() {
        return end().flatMap(End::version);
    }

    /** The model of that version. */
    public Optional<String> modelId() {
        return end().flatMap(End::modelId);
    }

    /** Whether the gates let that version through. */
    public boolean promoted() {
        return end().map(End::promoted).orElse(false);
    }

    /** Why it failed, or what the gates said; empty while it is open. */
    public String note() {
        return end().map(End::note).orElse("");
    }

    /** Number, outcome and version. */
    @Override
    public String toString() {
        return "round " + number + " (" + outcome()
                + version().map(made -> ", version " + made).orElse("") + ")";
    }
}
