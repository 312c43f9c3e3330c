package dev.finetuning.run;

import dev.finetuning.FineTuningException;

/** Too few examples remain to train on. Nothing was uploaded and nothing was spent. */
public final class TooFewExamplesException extends FineTuningException {
    private static final long serialVersionUID = 1L;

    private final int examples;
    private final int required;

    private TooFewExamplesException(String message, int examples, int required) {
        super(message + "; nothing was uploaded. Add examples, or fix those that the checks left out.");
        this.examples = examples;
        this.required = required;
    }

    /**
     * Too few examples to train on.
     *
     * @param given how many there were before the checks left some out
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
     * No validation examples remain, though the plan has some.
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

    /** How many examples remain. */
    public int examples() {
        return examples;
    }

    /** How many are required. */
    public int required() {
        return required;
    }
}
