package dev.finetuning.eval;

/**
 * A number measured on a sample, with its confidence interval.
 *
 * @param value what was measured; NaN where there was nothing to measure
 * @param low the interval's lower end
 * @param high its upper end
 * @param level its confidence: 0.95
 * @param n how many cases it rests on
 */
public record Estimate(double value, double low, double high, double level, long n) {
    /** The confidence used where none is asked for. */
    public static final double LEVEL = 0.95;

    private static final double Z_95 = 1.959963984540054;

    /** Nothing was measured. */
    static Estimate none() {
        return new Estimate(Double.NaN, Double.NaN, Double.NaN, LEVEL, 0);
    }

    /**
     * A share with its 95 % score interval (Wilson, 1927), which stays within 0..1 and holds its level
     * near both ends and for small samples.
     *
     * @param successes how many, a fraction where repeats of one case disagree
     * @param n out of how many
     * @throws IllegalArgumentException unless {@code 0 <= successes <= n}
     */
    public static Estimate share(double successes, long n) {
        if (!(successes >= 0 && successes <= n)) {
            throw new IllegalArgumentException("a share needs 0 <= successes <= n: " + successes + " of " + n);
        }
        if (n == 0) {
            return none();
        }
        double p = successes / n;
        double z2 = Z_95 * Z_95;
        double centre = (p + z2 / (2 * n)) / (1 + z2 / n);
        double half = Z_95 / (1 + z2 / n) * Math.sqrt(p * (1 - p) / n + z2 / (4.0 * n * n));
        double low = successes == 0 ? 0 : Math.max(0, centre - half);
        double high = successes == n ? 1 : Math.min(1, centre + half);
        return new Estimate(p, low, high, LEVEL, n);
    }

    /** Whether there is a number at all. */
    public boolean isPresent() {
        return n > 0;
    }
}
