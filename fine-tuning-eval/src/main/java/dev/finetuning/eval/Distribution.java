package dev.finetuning.eval;

import dev.finetuning.eval.scorer.Thresholds;
import java.util.Arrays;
import java.util.stream.DoubleStream;

/** A distribution of numbers. Immutable. Every statistic of an empty distribution is NaN. */
public final class Distribution {
    private final double[] sorted;
    private final double mean;

    private Distribution(double[] sorted) {
        this.sorted = sorted;
        this.mean = sorted.length == 0 ? Double.NaN : Arrays.stream(sorted).sum() / sorted.length;
    }

    /**
     * The distribution of the given numbers.
     *
     * @throws IllegalArgumentException if one is not a number
     */
    public static Distribution of(DoubleStream values) {
        double[] sorted = values.sorted().toArray();
        if (sorted.length > 0 && Double.isNaN(sorted[sorted.length - 1])) {
            throw new IllegalArgumentException("a distribution contains numbers only");
        }
        return new Distribution(sorted);
    }

    /** How many numbers there are. */
    public int count() {
        return sorted.length;
    }

    /** The arithmetic mean. */
    public double mean() {
        return mean;
    }

    /** The 50th percentile. */
    public double median() {
        return percentile(50);
    }

    /** The smallest number. */
    public double min() {
        return percentile(0);
    }

    /** The largest number. */
    public double max() {
        return percentile(100);
    }

    /**
     * A percentile by linear interpolation between order statistics (type 7 of Hyndman and Fan, 1996;
     * the default of R and NumPy).
     *
     * @param percent from 0 to 100
     * @throws IllegalArgumentException if it is out of range
     */
    public double percentile(double percent) {
        if (!(percent >= 0 && percent <= 100)) {
            throw new IllegalArgumentException("a percentile lies in 0..100: " + percent);
        }
        if (sorted.length == 0) {
            return Double.NaN;
        }
        double place = percent / 100 * (sorted.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }

    /**
     * A percentile with its 95 % interval, without assumptions about the distribution: the order statistics
     * that enclose it according to the binomial distribution (W. Conover, "Practical Nonparametric
     * Statistics", 1999, section 3.2). An end is infinite if there are too few numbers to determine it.
     *
     * @param percent from 0 to 100
     * @throws IllegalArgumentException if it is out of range
     */
    public Estimate percentileEstimate(double percent) {
        double value = percentile(percent);
        int n = sorted.length;
        if (n == 0) {
            return Estimate.none();
        }
        double tail = (1 - Estimate.LEVEL) / 2;
        int below = quantile(percent / 100, tail) - 1;
        int above = quantile(percent / 100, 1 - tail);
        double low = below < 0 ? Double.NEGATIVE_INFINITY : sorted[below];
        double high = above >= n ? Double.POSITIVE_INFINITY : sorted[above];
        return new Estimate(value, Math.min(low, value), Math.max(high, value), Estimate.LEVEL, n);
    }

    /** The least count that so many throws of a coin stay at or below with this probability. */
    private int quantile(double share, double probability) {
        int n = sorted.length;
        if (share <= 0 || share >= 1) {
            return share <= 0 ? 0 : n;
        }
        double logTerm = n * Math.log1p(-share);
        double logOdds = Math.log(share) - Math.log1p(-share);
        double sum = Math.exp(logTerm);
        int count = 0;
        while (sum < probability && count < n) {
            count++;
            logTerm += Math.log((double) (n - count + 1) / count) + logOdds;
            sum += Math.exp(logTerm);
        }
        return count;
    }

    /**
     * How many numbers are in each of several bins of equal width; the last bin includes its upper end.
     *
     * @throws IllegalArgumentException if there are no bins or the width is zero
     */
    public int[] histogram(double low, double high, int bins) {
        if (bins < 1 || !(low < high)) {
            throw new IllegalArgumentException("a histogram needs a bin and a width: " + bins);
        }
        int[] counts = new int[bins];
        for (double value : sorted) {
            if (value >= low && value <= high) {
                counts[Math.min(bins - 1, (int) ((value - low) / (high - low) * bins))]++;
            }
        }
        return counts;
    }

    /** The share of numbers that are at least {@code threshold}. */
    public double shareAtLeast(double threshold) {
        return count() == 0 ? Double.NaN : (double) countAtLeast(threshold) / count();
    }

    long countAtLeast(double threshold) {
        return Arrays.stream(sorted)
                .filter(value -> Thresholds.isReached(value, threshold))
                .count();
    }
}
