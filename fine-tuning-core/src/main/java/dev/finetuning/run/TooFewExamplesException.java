package dev.finetuning.run;

import dev.finetuning.FineTuningException;

/** Too few examples are left to train on; nothing was uploaded and nothing was spent. */
public final class TooFewExamplesException extends FineTuningException {
    private static final long serialVersionUID = 1L;

    private final int examples;
    private final int required;

    /**
     * With how many are left.
     *
     * @param given how many there were before the checks left out those with errors
     */
    public TooFewExamplesException(int examples, int required, int given) {
        super("the training part has " + examples + " examples"
                + (given > examples ? " (" + given + " before those with errors were left out)" : "")
                + " and needs at least " + required
                + "; nothing was uploaded. Add examples, or mend those the checks left out.");
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
