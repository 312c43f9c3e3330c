package dev.finetuning.run;

import dev.finetuning.FineTuningException;

/** The journal contains no run with this id. */
public final class UnknownRunException extends FineTuningException {
    private static final long serialVersionUID = 1L;

    private final String runId;

    /** An exception for an unknown id. */
    public UnknownRunException(String runId) {
        super("there is no run with the id " + runId + " in this journal");
        this.runId = runId;
    }

    /** The unknown id. */
    public String runId() {
        return runId;
    }
}
