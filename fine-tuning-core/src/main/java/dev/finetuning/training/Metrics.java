package dev.finetuning.training;

/** The usual names of training metrics. */
public final class Metrics {
    /** Gradient steps so far. */
    public static final String STEP = "step";
    /** Total number of gradient steps. */
    public static final String TOTAL_STEPS = "total_steps";
    /** Epochs so far, including fractions. */
    public static final String EPOCH = "epoch";
    /** Cross-entropy on the training batch, nats per token or answer. */
    public static final String TRAIN_LOSS = "train_loss";
    /** Share of training tokens (or answers) predicted correctly, 0 to 1. */
    public static final String TRAIN_ACCURACY = "train_mean_token_accuracy";
    /** Cross-entropy on a validation batch. */
    public static final String VALID_LOSS = "valid_loss";
    /** Share of validation tokens (or answers) predicted correctly, 0 to 1. */
    public static final String VALID_ACCURACY = "valid_mean_token_accuracy";
    /** Cross-entropy on the whole validation file. */
    public static final String FULL_VALID_LOSS = "full_valid_loss";
    /** Share predicted correctly on the whole validation file, 0 to 1. */
    public static final String FULL_VALID_ACCURACY = "full_valid_mean_token_accuracy";

    private Metrics() {}
}
