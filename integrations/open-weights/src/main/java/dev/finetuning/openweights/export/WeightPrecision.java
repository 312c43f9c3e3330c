package dev.finetuning.openweights.export;

import java.util.Locale;

/** The numbers that merged weights are written in. */
public enum WeightPrecision {
    /** The base model's own. */
    BASE,
    /** 32 bits, 4 bytes a weight. */
    FP32,
    /** 16 bits with the range of 32: 2 bytes a weight. */
    BF16,
    /** 16 bits with more digits and less range than {@link #BF16}: 2 bytes a weight. */
    FP16;

    /** Its name in files: {@code "bf16"}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
