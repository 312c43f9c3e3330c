package dev.finetuning.registry.version;

import java.math.BigDecimal;
import java.math.MathContext;

/**
 * Which way a metric gets better. Values are compared as the decimals they are written as, to 12
 * significant digits, so that .85 is better than .80 by .05 and not by a little less, and the rounding of
 * a sum never decides.
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
     * By how much a value is better than another: positive where it is better, whatever the direction.
     *
     * @param value finite
     * @param than finite
     */
    public double gain(double value, double than) {
        return sign * decimal(value).subtract(decimal(than)).doubleValue();
    }

    /** Whether a value is as good as a threshold or better; both finite. */
    public boolean reaches(double value, double threshold) {
        return sign * decimal(value).compareTo(decimal(threshold)) >= 0;
    }

    private static BigDecimal decimal(double value) {
        return BigDecimal.valueOf(value).round(DIGITS);
    }
}
