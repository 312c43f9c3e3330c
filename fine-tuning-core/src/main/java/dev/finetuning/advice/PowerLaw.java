package dev.finetuning.advice;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/**
 * How the error falls with the number of examples n: {@code floor + scale · n^-exponent}, the form of Cortes, Jackel,
 * Solla, Vapnik and Denker (Learning Curves: Asymptotic Values and Rate of Convergence, NIPS 1993), which Hestness et
 * al. (arXiv:1712.00409, 2017) found in deep learning.
 *
 * @param floor the error that no number of examples goes below, 0 to 1
 * @param scale the error above the floor of a model trained on one example, at least 0
 * @param exponent how fast the error falls, {@value #LEAST_EXPONENT} to {@value #GREATEST_EXPONENT}
 */
public record PowerLaw(double floor, double scale, double exponent) {
    static final double LEAST_EXPONENT = 0.05;
    static final double GREATEST_EXPONENT = 2;
    private static final int STEPS = 32;
    private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;
    private static final double EXACT = 1e-8;

    /** The error after so many examples. */
    public double error(double examples) {
        return floor + scale * Math.pow(examples, -exponent);
    }

    /** How many examples it takes until the error is no greater; infinite if it never is. */
    double examplesFor(double error) {
        if (error(1) <= error) {
            return 1;
        }
        return error <= floor ? Double.POSITIVE_INFINITY : Math.pow(scale / (error - floor), 1 / exponent);
    }

    /**
     * The law with the least sum of squared differences. For a given exponent the other two are linear and have a
     * closed form, so only one dimension is searched: on a grid, then by golden section around the best place.
     *
     * @param examples at least 3 different numbers
     * @param errors one for each, 0 to 1
     */
    static PowerLaw fit(double[] examples, double[] errors) {
        double most = Arrays.stream(examples).max().orElseThrow();
        double[] logarithms =
                Arrays.stream(examples).map(n -> Math.log(n / most)).toArray();
        double ratio = Math.pow(GREATEST_EXPONENT / LEAST_EXPONENT, 1.0 / STEPS);
        double best = LEAST_EXPONENT;
        double least = Double.POSITIVE_INFINITY;
        for (int step = 0; step <= STEPS; step++) {
            double exponent = LEAST_EXPONENT * Math.pow(ratio, step);
            double squares = Line.of(logarithms, errors, exponent).squares();
            if (squares < least) {
                least = squares;
                best = exponent;
            }
        }
        double exponent = minimum(
                Math.max(LEAST_EXPONENT, best / ratio),
                Math.min(GREATEST_EXPONENT, best * ratio),
                tried -> Line.of(logarithms, errors, tried).squares());
        Line line = Line.of(logarithms, errors, exponent);
        return new PowerLaw(line.floor(), line.slope() * Math.pow(most, exponent), exponent);
    }

    /** Where a function with one minimum between two places has it. */
    private static double minimum(double from, double to, DoubleUnaryOperator function) {
        double low = from;
        double high = to;
        double left = high - GOLDEN * (high - low);
        double right = low + GOLDEN * (high - low);
        double atLeft = function.applyAsDouble(left);
        double atRight = function.applyAsDouble(right);
        while (high - low > EXACT * high) {
            if (atLeft <= atRight) {
                high = right;
                right = left;
                atRight = atLeft;
                left = high - GOLDEN * (high - low);
                atLeft = function.applyAsDouble(left);
            } else {
                low = left;
                left = right;
                atLeft = atRight;
                right = low + GOLDEN * (high - low);
                atRight = function.applyAsDouble(right);
            }
        }
        return (low + high) / 2;
    }

    /** The best floor and slope for an exponent, neither below 0, with the sum of squares that is left. */
    private record Line(double floor, double slope, double squares) {
        static Line of(double[] logarithms, double[] errors, double exponent) {
            int n = logarithms.length;
            double[] x = new double[n];
            double sumX = 0;
            double sumY = 0;
            for (int i = 0; i < n; i++) {
                x[i] = Math.exp(-exponent * logarithms[i]);
                sumX += x[i];
                sumY += errors[i];
            }
            double meanX = sumX / n;
            double meanY = sumY / n;
            double xx = 0;
            double xy = 0;
            double xxFromZero = 0;
            double xyFromZero = 0;
            for (int i = 0; i < n; i++) {
                xx += (x[i] - meanX) * (x[i] - meanX);
                xy += (x[i] - meanX) * (errors[i] - meanY);
                xxFromZero += x[i] * x[i];
                xyFromZero += x[i] * errors[i];
            }
            double slope = Math.max(0, xy / xx);
            double floor = meanY - slope * meanX;
            if (floor < 0) {
                floor = 0;
                slope = xyFromZero / xxFromZero;
            }
            double squares = 0;
            for (int i = 0; i < n; i++) {
                double left = errors[i] - floor - slope * x[i];
                squares += left * left;
            }
            return new Line(floor, slope, squares);
        }
    }
}
