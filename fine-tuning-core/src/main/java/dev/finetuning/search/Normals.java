package dev.finetuning.search;

import dev.finetuning.search.SearchSpace.Range;
import java.util.Arrays;
import java.util.Comparator;
import java.util.random.RandomGenerator;

/**
 * Normal distributions cut off at the ends of a range: one at each mean, and a last one over the whole range. What
 * does not depend on the value is computed once.
 */
final class Normals {
    private final Range range;
    private final double[] means;
    private final double[] deviations;
    private final double[] logInside;

    private Normals(Range range, double[] means, double[] deviations) {
        this.range = range;
        this.means = means;
        this.deviations = deviations;
        logInside = new double[means.length];
        Arrays.setAll(
                logInside,
                i -> StandardNormal.logMass(
                        (range.from() - means[i]) / deviations[i], (range.to() - means[i]) / deviations[i]));
    }

    static Normals of(Range range, double[] centres) {
        double[] means = Arrays.copyOf(centres, centres.length + 1);
        means[centres.length] = (range.from() + range.to()) / 2;
        return new Normals(range, means, deviations(range, centres));
    }

    /**
     * Each distribution is as wide as the larger gap to its neighbours, so that it is narrow where much was tried; the
     * outermost ones look inwards only. None is narrower than a share of the range, for few say little.
     */
    private static double[] deviations(Range range, double[] means) {
        int count = means.length;
        double length = range.to() - range.from();
        double narrowest = length / Math.min(100, 2 + count);
        Integer[] order = new Integer[count];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingDouble(i -> means[i]));
        double[] widths = new double[count + 1];
        for (int i = 0; i < count; i++) {
            double own = means[order[i]];
            double left = own - (i > 0 ? means[order[i - 1]] : range.from());
            double right = (i < count - 1 ? means[order[i + 1]] : range.to()) - own;
            boolean outermost = count > 1 && (i == 0 || i == count - 1);
            double gap = !outermost ? Math.max(left, right) : i == 0 ? right : left;
            widths[order[i]] = Math.min(length, Math.max(narrowest, gap));
        }
        widths[count] = length;
        return widths;
    }

    /** A place of the range, drawn from one of the distributions. */
    double draw(int index, RandomGenerator random) {
        while (true) {
            double place = means[index] + deviations[index] * random.nextGaussian();
            if (place >= range.from() && place <= range.to()) {
                return place;
            }
        }
    }

    /** Adds to each term the logarithm of its distribution's density at the value. */
    void addLogDensities(double value, double[] terms) {
        if (!range.whole()) {
            double place = range.scaled(value);
            for (int i = 0; i < terms.length; i++) {
                terms[i] += StandardNormal.logDensity((place - means[i]) / deviations[i])
                        - Math.log(deviations[i])
                        - logInside[i];
            }
            return;
        }
        double from = range.scaled(value - 0.5);
        double to = range.scaled(value + 0.5);
        for (int i = 0; i < terms.length; i++) {
            terms[i] += StandardNormal.logMass((from - means[i]) / deviations[i], (to - means[i]) / deviations[i])
                    - logInside[i];
        }
    }
}
