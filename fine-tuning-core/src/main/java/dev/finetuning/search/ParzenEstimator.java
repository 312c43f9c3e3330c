package dev.finetuning.search;

import dev.finetuning.search.SearchSpace.Choice;
import dev.finetuning.search.SearchSpace.Parameter;
import dev.finetuning.search.SearchSpace.Range;
import java.util.Arrays;
import java.util.Comparator;
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
    private final Map<String, double[]> deviations = new HashMap<>();

    private ParzenEstimator(List<Parameter> parameters, List<Settings> centres, double[] weights) {
        this.parameters = parameters;
        this.centres = centres;
        this.weights = weights;
        for (Parameter parameter : parameters) {
            if (parameter instanceof Range range) {
                deviations.put(range.name(), deviations(range));
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
                            ? range.value(normal(range, kernel, random))
                            : ((Choice) parameter).values().get(pick(shares((Choice) parameter, kernel), random)));
        }
        return new Settings(values);
    }

    /** The logarithm of the density at the settings. */
    double logDensity(Settings settings) {
        double[] terms = new double[weights.length];
        double highest = Double.NEGATIVE_INFINITY;
        for (int kernel = 0; kernel < weights.length; kernel++) {
            terms[kernel] = Math.log(weights[kernel]);
            for (Parameter parameter : parameters) {
                terms[kernel] += parameter instanceof Range range
                        ? logNormal(range, kernel, settings)
                        : Math.log(shares((Choice) parameter, kernel)[
                                ((Choice) parameter)
                                        .values()
                                        .indexOf(settings.values().get(parameter.name()))]);
            }
            highest = Math.max(highest, terms[kernel]);
        }
        double sum = 0;
        for (double term : terms) {
            sum += Math.exp(term - highest);
        }
        return highest + Math.log(sum);
    }

    private boolean wide(int kernel) {
        return kernel == centres.size();
    }

    private double mean(Range range, int kernel) {
        return wide(kernel)
                ? (range.from() + range.to()) / 2
                : range.scaled(centres.get(kernel).number(range.name()));
    }

    private double deviation(Range range, int kernel) {
        return Objects.requireNonNull(deviations.get(range.name()))[kernel];
    }

    /**
     * Each kernel is as wide as the larger gap to its neighbours, so that it is narrow where much was tried; the
     * outermost ones look inwards only. None is narrower than a share of the range, for few say little.
     */
    private double[] deviations(Range range) {
        int count = centres.size();
        double length = range.to() - range.from();
        double narrowest = length / Math.min(100, 1 + weights.length);
        Integer[] order = new Integer[count];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingDouble(i -> mean(range, i)));
        double[] widths = new double[count + 1];
        for (int i = 0; i < count; i++) {
            double own = mean(range, order[i]);
            double left = own - (i > 0 ? mean(range, order[i - 1]) : range.from());
            double right = (i < count - 1 ? mean(range, order[i + 1]) : range.to()) - own;
            boolean outermost = count > 1 && (i == 0 || i == count - 1);
            double gap = !outermost ? Math.max(left, right) : i == 0 ? right : left;
            widths[order[i]] = Math.min(length, Math.max(narrowest, gap));
        }
        widths[count] = length;
        return widths;
    }

    private double normal(Range range, int kernel, RandomGenerator random) {
        double mean = mean(range, kernel);
        double deviation = deviation(range, kernel);
        while (true) {
            double place = mean + deviation * random.nextGaussian();
            if (place >= range.from() && place <= range.to()) {
                return place;
            }
        }
    }

    private double logNormal(Range range, int kernel, Settings settings) {
        double mean = mean(range, kernel);
        double deviation = deviation(range, kernel);
        double value = settings.number(range.name());
        double inside = mass((range.from() - mean) / deviation, (range.to() - mean) / deviation);
        if (!range.whole()) {
            return logDensityOfNormal((range.scaled(value) - mean) / deviation) - Math.log(deviation * inside);
        }
        double left = (range.scaled(value - 0.5) - mean) / deviation;
        double right = (range.scaled(value + 0.5) - mean) / deviation;
        double mass = mass(left, right);
        // far out the difference of two nearly equal numbers says nothing; the density does
        double logMass = mass > 1e-6 ? Math.log(mass) : logDensityOfNormal((left + right) / 2) + Math.log(right - left);
        return logMass - Math.log(inside);
    }

    /** How likely each value of a choice is: its own value most, at least a little for all. */
    private double[] shares(Choice choice, int kernel) {
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

    private static double logDensityOfNormal(double x) {
        return -0.5 * x * x - 0.5 * Math.log(2 * Math.PI);
    }

    private static double mass(double left, double right) {
        return distribution(right) - distribution(left);
    }

    /** The normal distribution's share below x; Abramowitz and Stegun, formula 26.2.17, error below 7.5e-8. */
    private static double distribution(double x) {
        double t = 1 / (1 + 0.2316419 * Math.abs(x));
        double tail = Math.exp(logDensityOfNormal(x))
                * t
                * (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
        return x < 0 ? tail : 1 - tail;
    }
}
