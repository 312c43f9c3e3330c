package dev.finetuning.adapter;

import dev.finetuning.FineTuningException;
import dev.finetuning.example.Example;

/** An example has no form in the host's dialect; the message names where it was read, never what it says. */
public final class UnwritableExampleException extends FineTuningException {
    private static final long serialVersionUID = 1L;

    /** Says what the example holds or is that has no form: {@code "has a weight that is neither 0 nor 1"}. */
    public UnwritableExampleException(Example example, String what) {
        super("the example from " + example.info().provenance().origin() + " " + what);
    }
}
