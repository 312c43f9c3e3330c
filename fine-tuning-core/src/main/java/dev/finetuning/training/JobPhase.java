package dev.finetuning.training;

/** The phases of a job that all providers share. */
public enum JobPhase {
    NOT_STARTED(false),
    VALIDATING(false),
    /** Checked and resting: it trains only once it is launched. */
    VALIDATED(false),
    QUEUED(false),
    RUNNING(false),
    PAUSED(false),
    CANCELLING(false),
    SUCCEEDED(true),
    FAILED(true),
    CANCELLED(true),
    /** A word of the provider's that this version does not know. Never terminal. */
    UNKNOWN(false);

    private final boolean terminal;

    JobPhase(boolean terminal) {
        this.terminal = terminal;
    }

    /** Whether nothing happens after it. */
    public boolean terminal() {
        return terminal;
    }
}
