package dev.finetuning.search;

import dev.finetuning.search.SearchSpace.Choice;
import dev.finetuning.search.SearchSpace.Parameter;
import dev.finetuning.search.SearchSpace.Range;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;

/**
 * A density over a search space: a kernel at each of the settings it was made from and a wide one over the whole
 * space, mixed by weight. Each kernel is a product over the parameters: a normal distribution cut off at the ends
 * of a range, a distribution over the values of a choice.
 */
final class ParzenEstimator {
    /** Settings older than the newest 25 count the less the older they are. */
    private static final int FULL_WEIGHT = 25;

    private final List<Parameter> parameters;
    private final List<Settings> centres;
    private final double[] weights;
    private final Map<String, Normals> normals = new HashMap<>();
    private final Map<String, double[][]> shares = new HashMap<>();

    private ParzenEstimator(List<Parameter> parameters, List<Settings> centres, double[] weights) {
        this.parameters = parameters;
        this.centres = centres;
        this.weights = weights;
        for (Parameter parameter : parameters) {
            if (parameter instanceof Range range) {
                normals.put(range.name(), Normals.of(range, means(range)));
            } else if (parameter instanceof Choice choice) {
                shares.put(choice.name(), shares(choice));
            }
        }
    }

    static ParzenEstimator of(SearchSpace space, List<Settings> oldestFirst) {
        return new ParzenEstimator(space.parameters(), oldestFirst, weights(oldestFirst.size()));
    }

    /** One for each kernel, the wide one last; together 1. */
    private static double[] weights(int centres) {
        double[] weights = new double[centres + 1];
        int ramp = Math.max(0, centres - FULL_WEIGHT);
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            boolean onRamp = i < ramp;
            weights[i] = !onRamp ? 1 : ramp == 1 ? 1.0 / centres : 1.0 / centres + (1 - 1.0 / centres) * i / (ramp - 1);
            sum += weights[i];
        }
        for (int i = 0; i < weights.length; i++) {
            weights[i] /= sum;
        }
        return weights;
    }

    /** Settings drawn from the density. */
    Settings draw(RandomGenerator random) {
        int kernel = pick(weights, random);
        Map<String, Object> values = new LinkedHashMap<>();
        for (Parameter parameter : parameters) {
            values.put(
                    parameter.name(),
                    parameter instanceof Range range
                            ? range.value(normals(range).draw(kernel, random))
                            : ((Choice) parameter).values().get(pick(shares(parameter, kernel), random)));
        }
        return new Settings(values);
    }

    /** The logarithm of the density at the settings. */
    double logDensity(Settings settings) {
        double[] terms = new double[weights.length];
        Arrays.setAll(terms, kernel -> Math.log(weights[kernel]));
        for (Parameter parameter : parameters) {
            if (parameter instanceof Range range) {
                normals(range).addLogDensities(settings.number(range.name()), terms);
            } else {
                int value =
                        ((Choice) parameter).values().indexOf(settings.values().get(parameter.name()));
                for (int kernel = 0; kernel < terms.length; kernel++) {
                    terms[kernel] += Math.log(shares(parameter, kernel)[value]);
                }
            }
        }
        double highest = Arrays.stream(terms).max().orElseThrow();
        double sum = 0;
        for (double term : terms) {
            sum += Math.exp(term - highest);
        }
        return highest + Math.log(sum);
    }

    private boolean wide(int kernel) {
        return kernel == centres.size();
    }

    private double[] means(Range range) {
        return centres.stream()
                .mapToDouble(centre -> range.scaled(centre.number(range.name())))
                .toArray();
    }

    private Normals normals(Range range) {
        return Objects.requireNonNull(normals.get(range.name()));
    }

    private double[] shares(Parameter choice, int kernel) {
        return Objects.requireNonNull(shares.get(choice.name()))[kernel];
    }

    /** For each kernel how likely each value of a choice is: its own value most, at least a little for all. */
    private double[][] shares(Choice choice) {
        double[][] shares = new double[weights.length][];
        Arrays.setAll(shares, kernel -> valueShares(choice, kernel));
        return shares;
    }

    private double[] valueShares(Choice choice, int kernel) {
        int values = choice.values().size();
        double floor = 1.0 / weights.length;
        double[] shares = new double[values];
        double sum = floor * values + (wide(kernel) ? 0 : 1);
        for (int i = 0; i < values; i++) {
            boolean own = !wide(kernel)
                    && choice.values()
                            .get(i)
                            .equals(centres.get(kernel).values().get(choice.name()));
            shares[i] = (floor + (own ? 1 : 0)) / sum;
        }
        return shares;
    }

    private static int pick(double[] shares, RandomGenerator random) {
        double place = random.nextDouble();
        for (int i = 0; i < shares.length - 1; i++) {
            place -= shares[i];
            if (place < 0) {
                return i;
            }
        }
        return shares.length - 1;
    }
}
