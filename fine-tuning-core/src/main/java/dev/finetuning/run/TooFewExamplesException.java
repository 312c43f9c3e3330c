package dev.finetuning.run;

import dev.finetuning.FineTuningException;

/** Too few examples are left to train on; nothing was uploaded and nothing was spent. */
public final class TooFewExamplesException extends FineTuningException {
    private static final long serialVersionUID = 1L;

    private final int examples;
    private final int required;

    private TooFewExamplesException(String message, int examples, int required) {
        super(message + "; nothing was uploaded. Add examples, or mend those the checks left out.");
        this.examples = examples;
        this.required = required;
    }

    /**
     * Too few to train on.
     *
     * @param given how many there were before the checks left out those with errors
     */
    public static TooFewExamplesException ofTraining(int examples, int required, int given) {
        return new TooFewExamplesException(
                "the training part has " + examples + " examples"
                        + (given > examples ? " (" + given + " before those with errors were left out)" : "")
                        + " and needs at least " + required,
                examples,
                required);
    }

    /**
     * None to validate with, though the plan has some.
     *
     * @param given how many there were before the checks left all of them out
     */
    public static TooFewExamplesException ofValidation(int given) {
        return new TooFewExamplesException(
                "the validation part has no examples (" + given
                        + " before those with errors were left out) and needs at least 1",
                0,
                1);
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
