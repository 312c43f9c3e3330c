package dev.finetuning.eval.compare;

/** What the evidence says about the candidate. */
public enum Verdict {
    /** The candidate scores higher, and chance is an unlikely explanation. */
    BETTER,
    /** The candidate scores lower, and chance is an unlikely explanation. */
    WORSE,
    /** The whole interval of the difference lies within the margin that does not matter (two one-sided tests). */
    EQUIVALENT,
    /** The cases are too few to tell. */
    UNDECIDED
}
