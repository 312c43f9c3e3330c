package dev.finetuning.eval.compare;

/**
 * How to compare two evaluations.
 *
 * @param alpha the accepted probability of a false difference, within 0..1
 * @param margin the largest difference that does not matter; 0 if every difference matters
 * @param minPairs the minimum number of pairs for a verdict, at least 1
 * @param resamples the number of resamples in the permutation test, at least 100
 * @param seed the seed of the permutation test
 */
public record ComparisonSettings(double alpha, double margin, int minPairs, int resamples, long seed) {
    /** 5 %, every difference matters, at least 10 pairs, 10,000 resamples. */
    public static final ComparisonSettings DEFAULT = new ComparisonSettings(0.05, 0, 10, 10_000, 20_260_101);

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if a number is out of its range
     */
    public ComparisonSettings {
        if (!(alpha > 0 && alpha < 1) || !(margin >= 0 && margin < 1) || minPairs < 1 || resamples < 100) {
            throw new IllegalArgumentException(
                    "a comparison needs alpha within (0, 1), a margin within [0, 1), at least"
                            + " one pair and at least 100 resamples: " + alpha + ", " + margin + ", " + minPairs + ", "
                            + resamples);
        }
    }

    /** These settings with another margin. */
    public ComparisonSettings withMargin(double newMargin) {
        return new ComparisonSettings(alpha, newMargin, minPairs, resamples, seed);
    }

    /** These settings with another alpha. */
    public ComparisonSettings withAlpha(double newAlpha) {
        return new ComparisonSettings(newAlpha, margin, minPairs, resamples, seed);
    }

    /** These settings with another minimum number of pairs. */
    public ComparisonSettings withMinPairs(int newMinPairs) {
        return new ComparisonSettings(alpha, margin, newMinPairs, resamples, seed);
    }
}
