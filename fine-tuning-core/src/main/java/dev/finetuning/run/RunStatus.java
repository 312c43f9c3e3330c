package dev.finetuning.run;

/** How a run is doing. */
public enum RunStatus {
    /** Under way. */
    ACTIVE(false),
    /** Waiting for a person: see the run's note for the question. */
    NEEDS_DECISION(false),
    /**
     * A deadline passed, or a step kept failing for too long: see the run's note, which names the job. The job
     * is not cancelled and may go on. {@link FineTuningRuns#extend} lets the run go on; {@link
     * FineTuningRuns#cancel} ends it.
     */
    TIMED_OUT(false),
    /** Went all the way; whether its model was promoted is in its decision. */
    SUCCEEDED(true),
    /** Ended by an error that does not pass. */
    FAILED(true),
    /** Ended because somebody asked for it. */
    CANCELLED(true);

    private final boolean terminal;

    RunStatus(boolean terminal) {
        this.terminal = terminal;
    }

    /** Whether nothing happens after it. */
    public boolean terminal() {
        return terminal;
    }
}
