package dev.finetuning.eval.compare;

/** What became of a case between the baseline and the candidate. */
public enum Outcome {
    /** Passed before, fails now. */
    REGRESSED,
    /** Failed before, passes now. */
    FIXED,
    /** Failed before and now. */
    STILL_FAILING,
    /** Passed before and now. */
    UNCHANGED;

    static Outcome of(boolean before, boolean now) {
        if (before) {
            return now ? UNCHANGED : REGRESSED;
        }
        return now ? FIXED : STILL_FAILING;
    }
}
