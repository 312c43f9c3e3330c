package dev.finetuning.run;

import dev.finetuning.FineTuningException;

/** Too few examples are left to train on; nothing was uploaded and nothing was spent. */
public final class TooFewExamplesException extends FineTuningException {
    private static final long serialVersionUID = 1L;

    private final int examples;
    private final int required;

    public TooFewExamplesException(int examples, int required) {
        super("the training part has " + examples + " examples and needs at least " + required
                + "; nothing was uploaded. Add examples, or mend those the checks dropped.");
        this.examples = examples;
        this.required = required;
    }

    /** How many there are. */
    public int examples() {
        return examples;
    }

    /** How many there must be. */
    public int required() {
        return required;
    }
}
