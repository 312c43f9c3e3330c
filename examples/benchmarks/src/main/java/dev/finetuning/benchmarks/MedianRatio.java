package dev.finetuning.benchmarks;

import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/** How the medians of two independent samples compare, of which less is better. */
public final class MedianRatio {
    private static final int RESAMPLES = 2_000;

    private final double[] peer;
    private final double[] own;

    /** Compares ours with the other's. */
    public MedianRatio(double[] peer, double[] own) {
        this.peer = peer.clone();
        this.own = own.clone();
    }

    /** The other's median. */
    public double theirs() {
        return median(peer);
    }

    /** Our median. */
    public double ours() {
        return median(own);
    }

    /** How many times as far as ours the other's median is from the optimum; above 1 is better. */
    public double ofDistances(double optimum) {
        double distance = ours() - optimum;
        return theirs() == ours() ? 1 : (theirs() - optimum) / distance;
    }

    /** How far our median is above the other's, as a share of its size; below 0 is better. */
    public double excess() {
        return (ours() - theirs()) / Math.abs(theirs());
    }

    /** The central 95 % of a statistic when both samples are drawn again from themselves. */
    public String interval(ToDoubleFunction<MedianRatio> statistic, String format) {
        SplittableRandom random = new SplittableRandom(7);
        double[] all = new double[RESAMPLES];
        Arrays.setAll(all, i -> statistic.applyAsDouble(new MedianRatio(drawn(peer, random), drawn(own, random))));
        Arrays.sort(all);
        return String.format(Locale.ROOT, format, all[RESAMPLES / 40], all[RESAMPLES - 1 - RESAMPLES / 40]);
    }

    /** How often some of the other's values are worse by more than a share than as many of the rest, in the median. */
    public double peerMissesItself(int values, double share) {
        SplittableRandom random = new SplittableRandom(7);
        int misses = 0;
        for (int i = 0; i < RESAMPLES; i++) {
            double[] shuffled = shuffled(peer, random);
            MedianRatio halves =
                    new MedianRatio(Arrays.copyOf(shuffled, values), Arrays.copyOfRange(shuffled, values, 2 * values));
            misses += halves.excess() > share ? 1 : 0;
        }
        return (double) misses / RESAMPLES;
    }

    private static double[] shuffled(double[] values, SplittableRandom random) {
        double[] shuffled = values.clone();
        for (int i = shuffled.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            double other = shuffled[j];
            shuffled[j] = shuffled[i];
            shuffled[i] = other;
        }
        return shuffled;
    }

    private static double[] drawn(double[] values, SplittableRandom random) {
        double[] drawn = new double[values.length];
        Arrays.setAll(drawn, i -> values[random.nextInt(values.length)]);
        return drawn;
    }

    /** The median; of an even number of values the mean of the middle two. */
    public static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }
}
