package dev.finetuning.quality.profile;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

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
        TreeMap<Long, Long> counts = new TreeMap<>();
        for (long value : values) {
            counts.merge(value, 1L, Long::sum);
        }
        return ofCounts(counts);
    }

    /** The histogram of values, none of them negative, by how often each occurs. */
    public static Histogram ofCounts(SortedMap<Long, Long> counts) {
        if (counts.isEmpty()) {
            return new Histogram(List.of(), 0, 0, 0, 0, 0);
        }
        return new Histogram(
                bars(counts),
                counts.firstKey(),
                rank(counts, 0.5),
                rank(counts, 0.95),
                counts.lastKey(),
                counts.entrySet().stream()
                        .mapToLong(entry -> entry.getKey() * entry.getValue())
                        .sum());
    }

    private static List<Bar> bars(SortedMap<Long, Long> counts) {
        long last = counts.lastKey();
        long width = niceWidth(counts.firstKey(), rank(counts, 0.99));
        long from = counts.firstKey() / width * width;
        List<Bar> bars = new ArrayList<>();
        while (from <= last) {
            boolean rest = bars.size() == BARS - 1;
            long to = rest ? last : from + width - 1;
            bars.add(new Bar(from, to, number(counts.subMap(from, to + 1))));
            from = to + 1;
        }
        return bars;
    }

    private static long number(SortedMap<Long, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
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

    private static long rank(SortedMap<Long, Long> counts, double share) {
        long wanted = Math.max(1, (long) Math.ceil(share * number(counts)));
        long seen = 0;
        for (Map.Entry<Long, Long> entry : counts.entrySet()) {
            seen += entry.getValue();
            if (seen >= wanted) {
                return entry.getKey();
            }
        }
        return counts.lastKey();
    }
}
