package dev.finetuning.eval.compare;

import java.util.SplittableRandom;

/**
 * The paired permutation test (R. A. Fisher, "The Design of Experiments", 1935). Without a true difference
 * between two models, swapping their answers to a case changes nothing, so the sign of each difference is
 * random. Two-sided. All signs are tried for up to 20 differences, otherwise a seeded sample, whose p-value
 * (hits + 1) ÷ (samples + 1) is never 0 (B. Phipson and G. Smyth, 2010).
 */
public final class PermutationTest {
    private static final int EXACT_UP_TO = 20;
    /** Sums that differ by rounding only are equal. */
    private static final double ROUNDING = 1e-12;

    private PermutationTest() {}

    /**
     * The p-value of the mean difference.
     *
     * @param differences one per case, or the sum over a cluster of cases that belong together
     * @param samples the number of random sign patterns, at least 1
     * @param seed the same seed gives the same result
     * @throws IllegalArgumentException if there are no differences or no samples
     */
    public static double pValue(double[] differences, int samples, long seed) {
        if (differences.length == 0 || samples < 1) {
            throw new IllegalArgumentException("a permutation test needs at least one difference and one sample");
        }
        double observed = 0;
        double scale = 0;
        for (double difference : differences) {
            observed += difference;
            scale += Math.abs(difference);
        }
        double extreme = Math.abs(observed) - ROUNDING * scale;
        return differences.length <= EXACT_UP_TO
                ? exact(differences, extreme)
                : sampled(differences, extreme, samples, new SplittableRandom(seed));
    }

    private static double exact(double[] differences, double extreme) {
        long patterns = 1L << differences.length;
        long hits = 0;
        for (long signs = 0; signs < patterns; signs++) {
            if (Math.abs(sum(differences, signs, 0, differences.length)) >= extreme) {
                hits++;
            }
        }
        return (double) hits / patterns;
    }

    private static double sampled(double[] differences, double extreme, int samples, SplittableRandom random) {
        long hits = 0;
        for (int sample = 0; sample < samples; sample++) {
            double sum = 0;
            for (int from = 0; from < differences.length; from += Long.SIZE) {
                int to = Math.min(differences.length, from + Long.SIZE);
                sum += sum(differences, random.nextLong(), from, to);
            }
            if (Math.abs(sum) >= extreme) {
                hits++;
            }
        }
        return (hits + 1.0) / (samples + 1.0);
    }

    private static double sum(double[] differences, long signs, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += ((signs >>> i) & 1) == 0 ? differences[i] : -differences[i];
        }
        return sum;
    }
}
