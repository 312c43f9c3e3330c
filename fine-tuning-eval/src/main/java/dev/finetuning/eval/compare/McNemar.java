package dev.finetuning.eval.compare;

/**
 * McNemar's exact test for pass/fail scores on the same cases (Q. McNemar, Psychometrika 12 (1947)). Only
 * cases on which the two models disagree count; without a true difference, each of them falls either way
 * with equal probability.
 *
 * @param regressed cases that only the baseline passes
 * @param fixed cases that only the candidate passes
 * @param pValue two-sided, 0..1; 1 if they agree on every case
 */
public record McNemar(long regressed, long fixed, double pValue) {
    /**
     * The test for these counts.
     *
     * @throws IllegalArgumentException if a count is negative
     */
    public static McNemar of(long regressed, long fixed) {
        if (regressed < 0 || fixed < 0) {
            throw new IllegalArgumentException("counts must not be negative: " + regressed + ", " + fixed);
        }
        return new McNemar(regressed, fixed, twoSided(Math.min(regressed, fixed), regressed + fixed));
    }

    /** Twice the probability of at most {@code k} heads in {@code n} throws, at most 1. */
    private static double twoSided(long k, long n) {
        double logTerm = -n * Math.log(2);
        double tail = Math.exp(logTerm);
        for (long i = 1; i <= k; i++) {
            logTerm += Math.log((double) (n - i + 1) / i);
            tail += Math.exp(logTerm);
        }
        return Math.min(1, 2 * tail);
    }
}
