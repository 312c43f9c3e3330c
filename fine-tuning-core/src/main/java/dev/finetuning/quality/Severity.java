package dev.finetuning.quality;

/** How bad a finding is. */
public enum Severity {
    /** Worth knowing. */
    INFO,
    /** Training works, but probably worse than it could. */
    WARNING,
    /** A host would refuse the data, or training on it would do harm. */
    ERROR
}
