package dev.finetuning.run;

import dev.finetuning.FineTuningException;

/** The journal holds no run of that id. */
public final class UnknownRunException extends FineTuningException {
    private static final long serialVersionUID = 1L;

    private final String runId;

    /** With the id nobody answered to. */
    public UnknownRunException(String runId) {
        super("there is no run with the id " + runId + " in this journal");
        this.runId = runId;
    }

    /** The id nobody answered to. */
    public String runId() {
        return runId;
    }
}
