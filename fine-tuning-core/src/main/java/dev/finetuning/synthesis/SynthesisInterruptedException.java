package dev.finetuning.synthesis;

import dev.finetuning.FineTuningException;

/** The thread that waited for a synthesis was interrupted. Answers are stored; run it again to continue. */
public final class SynthesisInterruptedException extends FineTuningException {
    private static final long serialVersionUID = 1L;

    SynthesisInterruptedException(String what, InterruptedException cause) {
        super("making " + what + " was interrupted. Answers are in the journal; run it again to continue.", cause);
    }
}
