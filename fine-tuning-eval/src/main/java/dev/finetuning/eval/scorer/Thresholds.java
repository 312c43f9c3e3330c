package dev.finetuning.eval.scorer;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Compares values with thresholds as decimals, not as binary fractions. */
public final class Thresholds {
    private static final int DIGITS = 12;
    private static final double NEAR = 1e-9;

    private Thresholds() {}

    /**
     * Checks a threshold.
     *
     * @throws IllegalArgumentException if it is not in 0..1
     */
    public static double require(double threshold) {
        if (!(threshold >= 0 && threshold <= 1)) {
            throw new IllegalArgumentException("the threshold must be in 0..1: " + threshold);
        }
        return threshold;
    }

    /**
     * Whether a value reaches a threshold. Both are rounded to twelve decimals if they are close, so that a
     * mean of 0.7 and 0.9 reaches 0.8, and so does 1 − 1 ÷ 5.
     */
    public static boolean isReached(double value, double threshold) {
        if (Math.abs(value - threshold) > NEAR) {
            return value > threshold;
        }
        return decimal(value).compareTo(decimal(threshold)) >= 0;
    }

    private static BigDecimal decimal(double value) {
        return BigDecimal.valueOf(value).setScale(DIGITS, RoundingMode.HALF_EVEN);
    }
}
