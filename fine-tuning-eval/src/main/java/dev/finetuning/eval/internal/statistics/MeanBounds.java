package dev.finetuning.eval.internal.statistics;

import java.util.Collection;
import java.util.function.DoubleFunction;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * Intervals of a mean, for few cases as for many, where cases of one group count as one observation.
 *
 * <ul>
 *   <li>Numbers that vary: Student's t with the mean's residuals by group, its skewness corrected by Hall's cubic
 *       transformation (P. Hall, "On the removal of skewness by transformation", JRSS B 54 (1992)). Valid from about
 *       ten groups on, for any shape without heavy tails; scores cannot have these.
 *   <li>Pass and fail: {@link ShareBounds}; where cases belong together, on the effective number of cases (E. Korn
 *       and B. Graubard, Survey Methodology 24 (1998)).
 *   <li>Differences of pass and fail: the adjusted Wald interval (D. Bonett and R. Price, Journal of Educational and
 *       Behavioral Statistics 37 (2012)), and never closer to 0 than the exact bound on either share alone.
 *   <li>Fewer than five groups, or numbers most of which are the same: the wider of both, where the second takes
 *       scores for fractions of a pass. A score in 0..1 varies at most as much as a pass with the same mean does,
 *       so that this interval is too wide rather than too narrow.
 * </ul>
 */
public final class MeanBounds {
    private static final int FEWEST_GROUPS = 5;

    private MeanBounds() {}

    /** Of scores in 0..1; those that belong together in one array. */
    public static Bounds ofScores(Collection<double[]> groups, double level) {
        Sample sample = new Sample(groups);
        return bounds(sample, sample.isAllOf(0, 1), level, n -> asPasses(sample, n, level))
                .within(0, 1);
    }

    /** Of differences in -1..1; those that belong together in one array. */
    public static Bounds ofDifferences(Collection<double[]> groups, double level) {
        Sample sample = new Sample(groups);
        return bounds(sample, sample.isAllOf(-1, 0, 1), level, n -> asPassDifferences(sample, n, level))
                .within(-1, 1);
    }

    /** Of numbers without bounds; infinite where there is a single group. */
    public static Bounds ofNumbers(Collection<double[]> groups, double level) {
        Sample sample = new Sample(groups);
        return sample.groups() < 2
                ? new Bounds(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY)
                : sample.studentised(level);
    }

    private static Bounds bounds(Sample sample, boolean passOrFail, double level, DoubleFunction<Bounds> asPasses) {
        if (passOrFail || sample.groups() < 2) {
            return asPasses.apply(sample.effectiveSize(level));
        }
        Bounds student = sample.studentised(level);
        return sample.groups() >= FEWEST_GROUPS && sample.varies()
                ? student
                : student.hull(asPasses.apply(sample.effectiveSize(level)));
    }

    private static Bounds asPasses(Sample sample, double n, double level) {
        return ShareBounds.of(Math.min(n, Math.max(0, sample.mean() * n)), n, level);
    }

    private static Bounds asPassDifferences(Sample sample, double n, double level) {
        double share = n / sample.size();
        return ofPassDifference(sample.losses() * share, sample.gains() * share, n, level);
    }

    private static Bounds ofPassDifference(double regressed, double fixed, double n, double level) {
        double tail = (1 - level) / 2;
        double z = NormalDistribution.of(0, 1).inverseCumulativeProbability(1 - tail);
        double lost = (regressed + 1) / (n + 2);
        double won = (fixed + 1) / (n + 2);
        double difference = won - lost;
        double half = z * Math.sqrt(Math.max(0, lost + won - difference * difference) / (n + 2));
        double exactLow = fixed / n - ShareBounds.exactHigh(regressed, n, 2 * tail);
        double exactHigh = ShareBounds.exactHigh(fixed, n, 2 * tail) - regressed / n;
        return new Bounds(difference - half, difference + half)
                .hull(new Bounds(exactLow, exactHigh))
                .within(-1, 1);
    }
}
