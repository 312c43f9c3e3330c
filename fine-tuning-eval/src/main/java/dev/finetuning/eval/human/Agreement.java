package dev.finetuning.eval.human;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleBiFunction;

/**
 * Krippendorff's alpha: the agreement of raters beyond chance. 1 is full agreement, 0 is chance; raters may
 * leave items out (K. Krippendorff, "Computing Krippendorff's alpha-reliability", 2011).
 */
public final class Agreement {
    /** The scale of the ratings. */
    public enum Scale {
        /** Ratings are equal or different. */
        NOMINAL,
        /** Only the order of ratings counts. */
        ORDINAL,
        /** Squared differences of ratings count. */
        INTERVAL
    }

    private Agreement() {}

    /**
     * Alpha of these ratings; NaN if no item has two ratings. 1 if all ratings are equal.
     *
     * @param items the ratings of each item, by any raters in any order
     */
    public static double alpha(List<List<Double>> items, Scale scale) {
        SortedMap<Double, SortedMap<Double, Double>> together = coincidences(items);
        SortedMap<Double, Double> totals = new TreeMap<>();
        together.forEach((value, row) -> totals.put(
                value, row.values().stream().mapToDouble(Double::doubleValue).sum()));
        double n = totals.values().stream().mapToDouble(Double::doubleValue).sum();
        if (n == 0) {
            return Double.NaN;
        }
        ToDoubleBiFunction<Double, Double> distance = (a, b) -> squaredDistance(a, b, scale, totals);
        double observed = 0;
        double expected = 0;
        for (double a : totals.keySet()) {
            for (double b : totals.keySet()) {
                double d = distance.applyAsDouble(a, b);
                observed += together.getOrDefault(a, new TreeMap<>()).getOrDefault(b, 0.0) * d;
                expected += totals.getOrDefault(a, 0.0) * totals.getOrDefault(b, 0.0) * d;
            }
        }
        return expected == 0 ? 1 : 1 - (n - 1) * observed / expected;
    }

    /** How often two values were given to one item, each item weighing its number of ratings. */
    private static SortedMap<Double, SortedMap<Double, Double>> coincidences(List<List<Double>> items) {
        SortedMap<Double, SortedMap<Double, Double>> together = new TreeMap<>();
        for (List<Double> ratings : items) {
            for (int i = 0; i < ratings.size(); i++) {
                for (int j = 0; j < ratings.size(); j++) {
                    if (i != j) {
                        together.computeIfAbsent(ratings.get(i), value -> new TreeMap<>())
                                .merge(ratings.get(j), 1.0 / (ratings.size() - 1), Double::sum);
                    }
                }
            }
        }
        return together;
    }

    private static double squaredDistance(double a, double b, Scale scale, SortedMap<Double, Double> totals) {
        return switch (scale) {
            case NOMINAL -> a == b ? 0 : 1;
            case INTERVAL -> (a - b) * (a - b);
            case ORDINAL -> {
                double between = 0;
                for (Map.Entry<Double, Double> each : totals.entrySet()) {
                    boolean inside = each.getKey() >= Math.min(a, b) && each.getKey() <= Math.max(a, b);
                    between += inside ? each.getValue() : 0;
                }
                double ends = (totals.getOrDefault(a, 0.0) + totals.getOrDefault(b, 0.0)) / 2;
                yield a == b ? 0 : (between - ends) * (between - ends);
            }
        };
    }
}
