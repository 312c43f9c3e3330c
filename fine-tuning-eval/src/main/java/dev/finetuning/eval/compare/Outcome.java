package dev.finetuning.eval.compare;

/** How a case differs between the baseline and the candidate. */
public enum Outcome {
    /** The baseline passes, the candidate fails. */
    REGRESSED,
    /** The baseline fails, the candidate passes. */
    FIXED,
    /** Both fail. */
    STILL_FAILING,
    /** Both pass. */
    UNCHANGED;

    static Outcome of(boolean before, boolean now) {
        if (before) {
            return now ? UNCHANGED : REGRESSED;
        }
        return now ? FIXED : STILL_FAILING;
    }
}
