package dev.finetuning.registry.version;

import java.math.BigDecimal;
import java.math.MathContext;

/**
 * Which direction of a metric is better. Values are compared as decimals with 12 significant digits, so
 * that .85 is better than .80 by exactly .05 and rounding errors never decide.
 */
public enum Direction {
    HIGHER_IS_BETTER(1),
    LOWER_IS_BETTER(-1);

    /** A double carries 15 to 17; a sum of a million scores loses up to three of them. */
    private static final MathContext DIGITS = new MathContext(12);

    private final int sign;

    Direction(int sign) {
        this.sign = sign;
    }

    /**
     * By how much a value is better than another; positive if it is better, in either direction.
     *
     * @param value finite
     * @param than finite
     */
    public double gain(double value, double than) {
        return sign * decimal(value).subtract(decimal(than)).doubleValue();
    }

    /** Whether a value is at least as good as a threshold; both finite. */
    public boolean reaches(double value, double threshold) {
        return sign * decimal(value).compareTo(decimal(threshold)) >= 0;
    }

    private static BigDecimal decimal(double value) {
        return BigDecimal.valueOf(value).round(DIGITS);
    }
}
