package dev.finetuning.quality.profile;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The distribution of a number over examples. All zero and without bars if there are no examples.
 *
 * @param bars in ascending order, without gaps; the last one also contains outliers far above the rest
 * @param min the smallest value
 * @param median the median
 * @param p95 the 95th percentile (nearest rank)
 * @param max the largest value
 * @param sum the sum
 */
public record Histogram(List<Bar> bars, long min, long median, long p95, long max, long sum) {
    private static final int BARS = 12;

    /** Copies the list. */
    public Histogram {
        bars = List.copyOf(bars);
    }

    /**
     * A range of values.
     *
     * @param from the smallest value
     * @param to the largest value
     * @param count how many examples have a value in the range
     */
    public record Bar(long from, long to, long count) {}

    /** The histogram of values, none of them negative. */
    public static Histogram of(long[] values) {
        if (values.length == 0) {
            return new Histogram(List.of(), 0, 0, 0, 0, 0);
        }
        long[] sorted = values.clone();
        Arrays.sort(sorted);
        return new Histogram(
                bars(sorted),
                sorted[0],
                rank(sorted, 0.5),
                rank(sorted, 0.95),
                sorted[sorted.length - 1],
                Arrays.stream(sorted).sum());
    }

    private static List<Bar> bars(long[] sorted) {
        long last = sorted[sorted.length - 1];
        long width = niceWidth(sorted[0], rank(sorted, 0.99));
        long from = sorted[0] / width * width;
        List<Bar> bars = new ArrayList<>();
        int index = 0;
        while (index < sorted.length) {
            boolean rest = bars.size() == BARS - 1;
            long to = rest ? last : from + width - 1;
            int start = index;
            while (index < sorted.length && sorted[index] <= to) {
                index++;
            }
            bars.add(new Bar(from, to, index - start));
            from = to + 1;
        }
        return bars;
    }

    /** The least of 1, 2, 5, 10, 20, 50, … of which a few bars reach the end. */
    private static long niceWidth(long least, long most) {
        long wanted = Math.max(1, (most - least) / (BARS - 2));
        long width = 1;
        int step = 0;
        while (width < wanted) {
            width = step++ % 3 == 1 ? width / 2 * 5 : width * 2;
        }
        return width;
    }

    private static long rank(long[] sorted, double share) {
        return sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)];
    }
}
