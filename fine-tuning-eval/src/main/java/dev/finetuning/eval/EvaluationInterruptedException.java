package dev.finetuning.eval;

import dev.finetuning.FineTuningException;

/**
 * The thread that evaluated was interrupted. Every answer up to then is kept; evaluate again to go on.
 * The thread's interrupt flag is set.
 */
public final class EvaluationInterruptedException extends FineTuningException {
    private static final long serialVersionUID = 1L;

    EvaluationInterruptedException(String model, InterruptedException cause) {
        super("evaluation of " + model + " was interrupted; what was answered is kept, evaluate again to go on", cause);
    }
}
