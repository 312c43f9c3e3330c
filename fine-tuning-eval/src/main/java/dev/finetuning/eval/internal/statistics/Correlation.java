package dev.finetuning.eval.internal.statistics;

import java.util.Arrays;
import org.apache.commons.statistics.distribution.NormalDistribution;

/** Pearson's correlation of two series, with R. Fisher's interval (Metron 1, 1921). */
public final class Correlation {
    private final double value;
    private final int n;

    /**
     * Correlates two series.
     *
     * @param one numbers
     * @param other as many numbers
     */
    public Correlation(double[] one, double[] other) {
        n = one.length;
        double ourMean = Arrays.stream(one).sum() / n;
        double theirMean = Arrays.stream(other).sum() / n;
        double ours = 0;
        double theirs = 0;
        double both = 0;
        for (int i = 0; i < n; i++) {
            double a = one[i] - ourMean;
            double b = other[i] - theirMean;
            ours += a * a;
            theirs += b * b;
            both += a * b;
        }
        double scale = Math.sqrt(ours) * Math.sqrt(theirs);
        value = Math.abs(scale) < 1e-12 ? Double.NaN : Math.max(-1, Math.min(1, both / scale));
    }

    /** The correlation; NaN if one of the series does not vary. */
    public double value() {
        return value;
    }

    /**
     * The interval; the widest possible one for fewer than four pairs.
     *
     * @param level 0..1
     */
    public Bounds bounds(double level) {
        if (n < 4) {
            return new Bounds(-1, 1);
        }
        double z = NormalDistribution.of(0, 1).inverseCumulativeProbability((1 + level) / 2) / Math.sqrt(n - 3);
        double middle = Math.log((1 + value) / (1 - value)) / 2;
        return new Bounds(Math.tanh(middle - z), Math.tanh(middle + z));
    }
}
