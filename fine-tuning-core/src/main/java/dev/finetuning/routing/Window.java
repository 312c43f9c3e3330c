package dev.finetuning.routing;

import java.util.Arrays;
import java.util.stream.DoubleStream;

/** The newest so many numbers. Not thread-safe. */
final class Window {
    private final double[] values;
    private long seen;

    Window(int size) {
        values = new double[size];
    }

    void add(double value) {
        values[(int) (seen++ % values.length)] = value;
    }

    int count() {
        return (int) Math.min(seen, values.length);
    }

    /** 0 where there is nothing. */
    double mean() {
        return stream().average().orElse(0);
    }

    /** The nearest-rank percentile; 0 where there is nothing. */
    double percentile(double share) {
        double[] sorted = stream().sorted().toArray();
        return sorted.length == 0 ? 0 : sorted[(int) Math.max(0, Math.ceil(share * sorted.length) - 1)];
    }

    private DoubleStream stream() {
        return Arrays.stream(values, 0, count());
    }
}
