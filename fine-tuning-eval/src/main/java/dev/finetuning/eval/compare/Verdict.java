package dev.finetuning.eval.compare;

/** The verdict on the candidate. */
public enum Verdict {
    /** The candidate scores significantly higher. */
    BETTER,
    /** The candidate scores significantly lower. */
    WORSE,
    /** The whole interval of the difference is within the margin (two one-sided tests). */
    EQUIVALENT,
    /** There are too few cases to tell. */
    UNDECIDED
}
