package dev.finetuning.eval.scorer;

import dev.finetuning.FineTuningException;

/** A scorer needs an expected answer, but the test case has none. */
public final class MissingExpectedException extends FineTuningException {
    private static final long serialVersionUID = 1L;

    private final String scorer;

    public MissingExpectedException(String scorer) {
        super(scorer + " needs an expected answer and the test case has none; "
                + "give the case one, or leave this scorer out");
        this.scorer = scorer;
    }

    /** The name of the scorer that needs it. */
    public String scorer() {
        return scorer;
    }
}
