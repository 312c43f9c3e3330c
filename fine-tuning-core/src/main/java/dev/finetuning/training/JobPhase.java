package dev.finetuning.training;

/** The phases of a job, common to all providers. */
public enum JobPhase {
    NOT_STARTED(false),
    VALIDATING(false),
    /** Checked and waiting: it trains only after it is launched. */
    VALIDATED(false),
    QUEUED(false),
    RUNNING(false),
    PAUSED(false),
    CANCELLING(false),
    SUCCEEDED(true),
    FAILED(true),
    CANCELLED(true),
    /** The provider reports a status that this version does not know. Never terminal. */
    UNKNOWN(false);

    private final boolean terminal;

    JobPhase(boolean terminal) {
        this.terminal = terminal;
    }

    /** Whether the job is over. */
    public boolean terminal() {
        return terminal;
    }
}
