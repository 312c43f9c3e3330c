package dev.finetuning.eval;

import dev.finetuning.eval.internal.statistics.Bounds;
import dev.finetuning.eval.internal.statistics.MeanBounds;
import dev.finetuning.eval.internal.statistics.ShareBounds;
import java.util.Arrays;
import java.util.Collection;

/**
 * A value estimated from a sample, with its confidence interval.
 *
 * @param value the estimate; NaN if there was nothing to measure
 * @param low the lower end of the interval
 * @param high the upper end of the interval
 * @param level the confidence level: 0.95
 * @param n the number of cases
 */
public record Estimate(double value, double low, double high, double level, long n) {
    /** The default confidence level. */
    public static final double LEVEL = 0.95;

    /** Nothing was measured. */
    static Estimate none() {
        return new Estimate(Double.NaN, Double.NaN, Double.NaN, LEVEL, 0);
    }

    /**
     * A share with its 95 % mid-P interval, which stays within 0..1 and is reliable near both ends and for
     * small samples: from ten cases on it covers the true share in at least 91 % of samples, mostly in 93 to 97 %.
     *
     * @param successes how many; a fraction if repeats of one case disagree
     * @param n out of how many
     * @throws IllegalArgumentException unless {@code 0 <= successes <= n}
     */
    public static Estimate share(double successes, long n) {
        if (!(successes >= 0 && successes <= n)) {
            throw new IllegalArgumentException("a share needs 0 <= successes <= n: " + successes + " of " + n);
        }
        return n == 0 ? none() : of(successes / (double) n, ShareBounds.of(successes, (double) n, LEVEL), n);
    }

    /**
     * The mean of scores with its 95 % interval: for pass/fail scores that of a share, otherwise Student's
     * t corrected for skewness; see {@code docs/statistics.md} for where each is valid. Absent if there are
     * no scores.
     *
     * @param groups scores in 0..1; scores that belong together, such as the turns of one conversation, are
     *     in one array, others in arrays of one
     */
    public static Estimate ofScores(Collection<double[]> groups) {
        return count(groups) == 0 ? none() : of(mean(groups), MeanBounds.ofScores(groups, LEVEL), count(groups));
    }

    /**
     * The mean of paired differences with its 95 % interval, which never has zero width; see {@code
     * docs/statistics.md}.
     *
     * @param groups differences in -1..1, grouped as in {@link #ofScores}
     * @throws IllegalArgumentException if there is no difference
     */
    public static Estimate ofDifferences(Collection<double[]> groups) {
        return of(mean(groups), MeanBounds.ofDifferences(groups, LEVEL), count(groups));
    }

    /**
     * The mean of any numbers with its 95 % interval: Student's t corrected for skewness; infinite if all
     * belong to one group, of zero width if all are equal.
     *
     * @param groups numbers, grouped as in {@link #ofScores}
     * @throws IllegalArgumentException if there is no number
     */
    public static Estimate ofNumbers(Collection<double[]> groups) {
        return of(mean(groups), MeanBounds.ofNumbers(groups, LEVEL), count(groups));
    }

    private static Estimate of(double value, Bounds bounds, long n) {
        return new Estimate(value, Math.min(value, bounds.low()), Math.max(value, bounds.high()), LEVEL, n);
    }

    private static double mean(Collection<double[]> groups) {
        return groups.stream().flatMapToDouble(Arrays::stream).average().orElse(Double.NaN);
    }

    private static long count(Collection<double[]> groups) {
        return groups.stream().mapToLong(group -> group.length).sum();
    }

    /** Whether there is a value. */
    public boolean isPresent() {
        return n > 0;
    }
}
