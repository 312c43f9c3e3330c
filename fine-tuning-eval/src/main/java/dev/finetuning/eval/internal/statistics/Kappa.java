package dev.finetuning.eval.internal.statistics;

import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * Cohen's kappa of two raters who give one verdict each to every case (J. Cohen, Educational and Psychological
 * Measurement 20, 1960).
 */
public final class Kappa {
    private final int cases;
    private final double[][] shares;
    private final double[] ours;
    private final double[] theirs;

    /**
     * Counts verdicts.
     *
     * @param one the verdicts of one rater, each verdict a number
     * @param other those of the other, on the same cases in the same order
     */
    public Kappa(double[] one, double[] other) {
        cases = one.length;
        double[] verdicts = DoubleStream.concat(Arrays.stream(one), Arrays.stream(other))
                .distinct()
                .sorted()
                .toArray();
        long[][] counts = new long[verdicts.length][verdicts.length];
        shares = new double[verdicts.length][verdicts.length];
        ours = new double[verdicts.length];
        theirs = new double[verdicts.length];
        for (int i = 0; i < cases; i++) {
            int row = Arrays.binarySearch(verdicts, one[i]);
            int column = Arrays.binarySearch(verdicts, other[i]);
            counts[row][column]++;
        }
        for (int row = 0; row < verdicts.length; row++) {
            for (int column = 0; column < verdicts.length; column++) {
                shares[row][column] = (double) counts[row][column] / cases;
                ours[row] += shares[row][column];
                theirs[column] += shares[row][column];
            }
        }
    }

    /** Kappa; NaN if both give the same one verdict to all cases, so that chance alone explains everything. */
    public double value() {
        return beyondChance(observed());
    }

    private double beyondChance(double agreement) {
        double chance = chance();
        return chance > 1 - 1e-12 ? Double.NaN : (agreement - chance) / (1 - chance);
    }

    private double observed() {
        return IntStream.range(0, ours.length).mapToDouble(i -> shares[i][i]).sum();
    }

    private double chance() {
        return IntStream.range(0, ours.length)
                .mapToDouble(i -> ours[i] * theirs[i])
                .sum();
    }

    /** The asymptotic standard error (J. Fleiss, J. Cohen, B. Everitt, Psychological Bulletin 72, 1969). */
    public double standardError() {
        double kappa = value();
        double chance = chance();
        double same = 0;
        double different = 0;
        for (int i = 0; i < ours.length; i++) {
            double weight = 1 - (ours[i] + theirs[i]) * (1 - kappa);
            same += shares[i][i] * weight * weight;
            for (int j = 0; j < ours.length; j++) {
                double crossed = theirs[i] + ours[j];
                different += i == j ? 0 : shares[i][j] * crossed * crossed;
            }
        }
        double excess = kappa - chance * (1 - kappa);
        double variance = same + (1 - kappa) * (1 - kappa) * different - excess * excess;
        return Math.sqrt(Math.max(0, variance) / cases) / (1 - chance);
    }

    /**
     * An interval: the hull of the asymptotic one and of what the interval of the share of equal verdicts gives. The
     * first has no width if all verdicts are equal, which a few dozen cases do not prove.
     *
     * @param level 0..1
     */
    public Bounds bounds(double level) {
        double margin = NormalDistribution.of(0, 1).inverseCumulativeProbability((1 + level) / 2) * standardError();
        Bounds equal = ShareBounds.of(Math.rint(observed() * cases), cases, level);
        return new Bounds(value() - margin, value() + margin)
                .hull(new Bounds(beyondChance(equal.low()), beyondChance(equal.high())))
                .within(-1, 1);
    }
}
