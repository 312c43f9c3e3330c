package dev.finetuning.run;

/** How a run is doing. */
public enum RunStatus {
    /** Under way. */
    ACTIVE(false),
    /** Waiting for a person: see the run's note for the question. */
    NEEDS_DECISION(false),
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
