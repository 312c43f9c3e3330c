package dev.finetuning.eval;

import dev.finetuning.FineTuningException;

/** The evaluating thread was interrupted. Answers are stored; evaluate again to continue. The interrupt flag is set. */
public final class EvaluationInterruptedException extends FineTuningException {
    private static final long serialVersionUID = 1L;

    EvaluationInterruptedException(String model, InterruptedException cause) {
        super("evaluation of " + model + " was interrupted; answers are stored, evaluate again to continue", cause);
    }
}
