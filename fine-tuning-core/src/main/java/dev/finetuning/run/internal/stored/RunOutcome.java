package dev.finetuning.run.internal.stored;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The outcome of a run's job: bill, model, evaluation and promotion. Built by one thread, then only read. */
public final class RunOutcome {
    private RunEvent.@Nullable Billed bill;
    private RunEvent.@Nullable Trained trained;
    private @Nullable Instant trainedAt;
    private RunEvent.@Nullable Answered answered;
    private RunEvent.@Nullable Evaluated evaluated;
    private RunEvent.@Nullable Registered registered;
    private RunEvent.@Nullable Decided decided;

    /** Takes in an event, if it is one of these. */
    public void take(RunEvent event, Instant at) {
        if (event instanceof RunEvent.Billed e) {
            bill = e;
        } else if (event instanceof RunEvent.Trained e) {
            trained = e;
            trainedAt = at;
        } else if (event instanceof RunEvent.Answered e) {
            answered = e;
        } else if (event instanceof RunEvent.Evaluated e) {
            evaluated = e;
        } else if (event instanceof RunEvent.Registered e) {
            registered = e;
        } else if (event instanceof RunEvent.Decided e) {
            decided = e;
        }
    }

    public RunEvent.@Nullable Billed bill() {
        return bill;
    }

    /** The new model's id at its provider; null until there is one. */
    @Nullable
    public String modelId() {
        return trained == null ? null : trained.modelId();
    }

    @Nullable
    public Long trainedTokens() {
        return trained == null ? null : trained.trainedTokens();
    }

    @Nullable
    public Instant trainedAt() {
        return trainedAt;
    }

    public RunEvent.@Nullable Answered answered() {
        return answered;
    }

    public RunEvent.@Nullable Evaluated evaluated() {
        return evaluated;
    }

    public RunEvent.@Nullable Registered registered() {
        return registered;
    }

    public RunEvent.@Nullable Decided decided() {
        return decided;
    }
}
