package dev.finetuning.registry.version;

/**
 * The comparison of a version with another on the same cases.
 *
 * @param against the other version's id
 * @param difference the mean of this version minus the mean of the other, in the metric's own unit
 * @param interval the confidence interval of the difference
 * @param pValue the probability of a difference this large or larger if there were no true difference, 0 to
 *     1
 * @param n the number of cases that both answered, at least 1
 * @param test the test behind the p-value: {@code "mcnemar-exact"}, {@code "paired-bootstrap"}
 */
public record PairedComparison(
        String against, double difference, Interval interval, double pValue, long n, String test) {
    /** How far above its mean the standard normal distribution has a fifth of its mass. */
    private static final double POWER_80 = 0.8416212335729143;

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if a number is out of range or not a number
     */
    public PairedComparison {
        if (!Double.isFinite(difference) || !(pValue >= 0 && pValue <= 1) || n < 1) {
            throw new IllegalArgumentException("a comparison needs a finite difference, a p-value within 0..1 and"
                    + " at least one case: " + difference + ", " + pValue + ", " + n);
        }
    }

    /**
     * The minimum detectable effect: the smallest true difference that a comparison with this many pairs
     * and this scatter would detect with 80 % power. The scatter is estimated from the half-width of the
     * interval, so the result is 0 if the interval has no width.
     */
    public double minimumDetectableEffect() {
        double z = NormalQuantile.at((1 + interval.level()) / 2);
        return (interval.high() - interval.low()) / 2 * (z + POWER_80) / z;
    }
}
