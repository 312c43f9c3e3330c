package dev.finetuning.openai;

import dev.finetuning.FineTuningException;
import dev.finetuning.example.Example;

/** An example has no form in the host's dialect; the message names where it was read, never what it says. */
final class UnwritableExampleException extends FineTuningException {
    private static final long serialVersionUID = 1L;

    UnwritableExampleException(Example example, String what) {
        super("the example from " + example.info().provenance().origin() + " " + what);
    }
}
