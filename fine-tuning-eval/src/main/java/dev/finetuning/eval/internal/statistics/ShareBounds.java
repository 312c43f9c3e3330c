package dev.finetuning.eval.internal.statistics;

import org.apache.commons.statistics.distribution.BetaDistribution;

/**
 * The mid-P interval of a share (H. Lancaster, "Significance tests in discrete distributions", JASA 56 (1961)):
 * the shares under which half the probability of the count seen, and all of that beyond it, is more than half of
 * one minus the level. It is exact but for the half. From ten cases on its coverage at 95 % stays above 91 %,
 * mostly 93 to 97 %, and more for shares near 0 or 1: counts are whole, so that no such interval stays within 93 to
 * 97 % everywhere.
 */
public final class ShareBounds {
    private static final int STEPS = 60;

    private ShareBounds() {}

    /**
     * The interval.
     *
     * @param successes how many, a fraction where repeats of a case disagree; 0..n
     * @param n out of how many, above 0; a fraction where cases belong together and count for less
     * @param level 0..1
     */
    public static Bounds of(double successes, double n, double level) {
        double tail = (1 - level) / 2;
        return new Bounds(low(successes, n, tail), 1 - low(n - successes, n, tail));
    }

    /** The share under which as many successes or more, the first counting half, have the probability of the tail. */
    private static double low(double successes, double n, double tail) {
        if (successes <= 0) {
            return 0;
        }
        double below = 0;
        double above = Math.min(1, successes / n);
        for (int step = 0; step < STEPS; step++) {
            double middle = (below + above) / 2;
            if (upperTail(successes, n, middle) < tail) {
                below = middle;
            } else {
                above = middle;
            }
        }
        return below;
    }

    private static double upperTail(double successes, double n, double share) {
        return (atLeast(successes, n, share) + atLeast(successes + 1, n, share)) / 2;
    }

    /** The probability of at least so many successes, by the incomplete beta function. */
    private static double atLeast(double successes, double n, double share) {
        return successes > n
                ? 0
                : BetaDistribution.of(successes, n - successes + 1).cumulativeProbability(share);
    }

    /**
     * The greatest share under which so few successes still have this probability (C. Clopper and E. Pearson,
     * Biometrika 26 (1934)).
     */
    static double exactHigh(double successes, double n, double tail) {
        return successes >= n
                ? 1
                : BetaDistribution.of(successes + 1, n - successes).inverseCumulativeProbability(1 - tail);
    }
}
