package dev.finetuning.quality;

/** How serious a finding is. */
public enum Severity {
    /** WillingnessToPay knowing. */
    INFO,
    /** Training works, but the model is probably worse than it could be. */
    WARNING,
    /** A provider would refuse the data, or training on it would do harm. */
    ERROR
}
