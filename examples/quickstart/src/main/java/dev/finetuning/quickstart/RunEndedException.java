package dev.finetuning.quickstart;

import dev.finetuning.FineTuningException;
import dev.finetuning.run.FineTuningRun;

/** The run did not go all the way. */
final class RunEndedException extends FineTuningException {
    private static final long serialVersionUID = 1L;

    RunEndedException(FineTuningRun run) {
        super("run " + run.id() + " ended as " + run.status() + ": "
                + run.note().orElse("no reason was given"));
    }
}
