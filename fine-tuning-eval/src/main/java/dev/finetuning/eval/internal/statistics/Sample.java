package dev.finetuning.eval.internal.statistics;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.commons.statistics.distribution.TDistribution;

/** Numbers in groups, with their mean and how it varies from sample to sample. */
final class Sample {
    /**
     * How much of the sample's skewness is corrected. Chosen by simulation: all of it makes the interval of scores
     * that lie at both ends too wide, none that of scores which crowd at one end too narrow.
     */
    private static final double SKEWNESS_TAKEN = 0.6;

    private final double[] values;
    private final double[] residuals;
    private final double mean;
    private final double[] groupMeans;

    Sample(Collection<double[]> groups) {
        values = groups.stream().flatMapToDouble(Arrays::stream).toArray();
        if (values.length == 0) {
            throw new IllegalArgumentException("an interval needs at least one number");
        }
        mean = Arrays.stream(values).sum() / values.length;
        residuals = groups.stream()
                .filter(group -> group.length > 0)
                .mapToDouble(group -> Arrays.stream(group).sum() - mean * group.length)
                .toArray();
        groupMeans = groups.stream()
                .filter(group -> group.length > 0)
                .mapToDouble(group -> Arrays.stream(group).sum() / group.length)
                .toArray();
    }

    double mean() {
        return mean;
    }

    int size() {
        return values.length;
    }

    int groups() {
        return residuals.length;
    }

    double gains() {
        return Arrays.stream(values).map(value -> Math.max(0, value)).sum();
    }

    double losses() {
        return Arrays.stream(values).map(value -> Math.max(0, -value)).sum();
    }

    boolean isAllOf(double... allowed) {
        return Arrays.stream(values).allMatch(value -> Arrays.stream(allowed).anyMatch(each -> each == value));
    }

    /** Whether no single value makes up more than half of the groups' means. */
    boolean varies() {
        Map<Double, Integer> counts = new HashMap<>();
        int most = 0;
        for (double groupMean : groupMeans) {
            most = Math.max(most, counts.merge(groupMean, 1, Integer::sum));
        }
        return 2 * most <= groupMeans.length;
    }

    /** How many independent cases would tell as much as these do; the number of cases where each stands alone. */
    double effectiveSize(double level) {
        int groups = groups();
        if (groups == values.length) {
            return groups;
        }
        if (groups == 1) {
            return 1;
        }
        double alone = variance() / values.length;
        if (alone == 0) {
            return groups;
        }
        double t = quantile(values.length - 1, level) / quantile(groups - 1, level);
        double effective = values.length * alone / Math.max(alone, squaredError()) * t * t;
        return Math.max(1, Math.min(values.length, effective));
    }

    /** Student's interval with Hall's correction; of at least two groups. */
    Bounds studentised(double level) {
        double t = quantile(groups() - 1, level);
        double error = Math.sqrt(squaredError());
        double skewness = SKEWNESS_TAKEN * skewness();
        return new Bounds(mean - corrected(t, skewness) * error, mean - corrected(-t, skewness) * error);
    }

    /** The value whose Hall transform is {@code t}. */
    private double corrected(double t, double skewness) {
        double root = Math.sqrt(groups());
        double slope = skewness / root;
        double shifted = t - skewness / (6 * root);
        return Math.abs(slope) < 1e-9 ? shifted : 3 / slope * (Math.cbrt(1 + slope * shifted) - 1);
    }

    private double squaredError() {
        double groups = groups();
        double squares = Arrays.stream(residuals).map(r -> r * r).sum();
        return groups / (groups - 1) * squares / ((double) values.length * values.length);
    }

    private double skewness() {
        double squares = Arrays.stream(residuals).map(r -> r * r).sum() / (groups() - 1);
        double cubes = Arrays.stream(residuals).map(r -> r * r * r).sum() / groups();
        return squares == 0 ? 0 : cubes / Math.pow(squares, 1.5);
    }

    private double variance() {
        return Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum() / (values.length - 1);
    }

    private static double quantile(double degrees, double level) {
        return TDistribution.of(degrees).inverseCumulativeProbability((1 + level) / 2);
    }
}
