package dev.finetuning.run;

/** The status of a run. */
public enum RunStatus {
    /** In progress. */
    ACTIVE(false),
    /** Waiting for a person: see the run's note for the question. */
    NEEDS_DECISION(false),
    /**
     * A deadline passed, or a step kept failing for too long. The run's note names the job, which is not
     * cancelled and may continue. {@link FineTuningRuns#extend} continues the run; {@link
     * FineTuningRuns#cancel} ends it.
     */
    TIMED_OUT(false),
    /** Completed; whether the model was promoted is in its decision. */
    SUCCEEDED(true),
    /** Ended by a permanent error. */
    FAILED(true),
    /** Cancelled on request. */
    CANCELLED(true);

    private final boolean terminal;

    RunStatus(boolean terminal) {
        this.terminal = terminal;
    }

    /** Whether the run is over. */
    public boolean terminal() {
        return terminal;
    }
}
