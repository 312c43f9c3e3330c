package dev.finetuning.eval;

import java.util.Arrays;
import java.util.stream.DoubleStream;

/** Numbers and how they lie. Immutable; every statistic of an empty distribution is NaN. */
public final class Distribution {
    private final double[] sorted;
    private final double mean;

    private Distribution(double[] sorted) {
        this.sorted = sorted;
        this.mean = sorted.length == 0 ? Double.NaN : Arrays.stream(sorted).sum() / sorted.length;
    }

    /**
     * The distribution of these numbers.
     *
     * @throws IllegalArgumentException if one is not a number
     */
    public static Distribution of(DoubleStream values) {
        double[] sorted = values.sorted().toArray();
        if (sorted.length > 0 && Double.isNaN(sorted[sorted.length - 1])) {
            throw new IllegalArgumentException("a distribution holds numbers only");
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
     * How many numbers fall into each of equally wide bins; the last bin includes its upper end.
     *
     * @throws IllegalArgumentException if there is no bin or no width
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

    /** The share of numbers that are at least {@code bar}. */
    public double shareAtLeast(double bar) {
        return count() == 0 ? Double.NaN : (double) countAtLeast(bar) / count();
    }

    long countAtLeast(double bar) {
        return Arrays.stream(sorted).filter(value -> value >= bar).count();
    }
}
