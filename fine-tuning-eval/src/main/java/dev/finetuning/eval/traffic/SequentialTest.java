package dev.finetuning.eval.traffic;

import dev.finetuning.eval.Estimate;
import dev.finetuning.eval.compare.Verdict;

/**
 * A sequential test of two arms of live traffic. It may be looked at after every observation and stopped at
 * any time. Scores are in 0..1: conversions are 0 or 1, feedback may be in between.
 *
 * <p>For each arm, betting on its mean with a uniform mixture gives a quantity with expectation 1 as long
 * as the assumed mean is right. With the same mean assumed for both arms, their product exceeds 1 ÷ α at
 * any time with a probability of at most α (Ville's inequality; see A. Ramdas et al., "Game-theoretic
 * statistics and safe anytime-valid inference", Statistical Science 38 (2023)). Thread-safe.
 */
public final class SequentialTest {
    private final double alpha;
    private final Arm control = new Arm();
    private final Arm treatment = new Arm();
    private double logBestEvidence;
    private Verdict decided = Verdict.UNDECIDED;

    /**
     * @param alpha the accepted probability of a false difference over the whole test, within (0, 1)
     * @throws IllegalArgumentException if it is out of range
     */
    public SequentialTest(double alpha) {
        if (!(alpha > 0 && alpha < 1)) {
            throw new IllegalArgumentException("alpha is within (0, 1): " + alpha);
        }
        this.alpha = alpha;
    }

    /**
     * Adds one observation of the arm in production.
     *
     * @throws IllegalArgumentException if the score is not in 0..1
     */
    public synchronized void addControl(double score) {
        control.add(score);
        look();
    }

    /**
     * Adds one observation of the arm that might replace it.
     *
     * @throws IllegalArgumentException if the score is not in 0..1
     */
    public synchronized void addTreatment(double score) {
        treatment.add(score);
        look();
    }

    /** How many observations of the arm in production there are. */
    synchronized long controlCount() {
        return control.n;
    }

    /** How many observations of the other arm there are. */
    synchronized long treatmentCount() {
        return treatment.n;
    }

    /**
     * The anytime-valid p-value. It never grows, and without a true difference it falls to α with a
     * probability of at most α.
     */
    public synchronized double pValue() {
        return Math.min(1, Math.exp(-logBestEvidence));
    }

    /** The verdict so far; once decided, it does not change. */
    public synchronized Verdict verdict() {
        return decided;
    }

    /**
     * The difference of the means, treatment minus control, with an interval that is valid at all times
     * simultaneously, at level 1 − α. It is wider than the test is sensitive.
     */
    public synchronized Estimate difference() {
        double[] before = control.interval(alpha / 2);
        double[] now = treatment.interval(alpha / 2);
        return new Estimate(
                treatment.mean() - control.mean(),
                now[0] - before[1],
                now[1] - before[0],
                1 - alpha,
                control.n + treatment.n);
    }

    private void look() {
        double n = control.n + treatment.n;
        double pooled = (control.sum + treatment.sum) / n;
        double sum = control.sum + treatment.sum;
        double log = control.logMixture() + treatment.logMixture() - logLikelihood(sum, n - sum, pooled);
        logBestEvidence = Math.max(logBestEvidence, log);
        if (decided == Verdict.UNDECIDED && Math.exp(-logBestEvidence) <= alpha) {
            decided = treatment.mean() > control.mean() ? Verdict.BETTER : Verdict.WORSE;
        }
    }

    private static double logLikelihood(double successes, double failures, double mean) {
        double log = successes == 0 ? 0 : successes * Math.log(mean);
        return failures == 0 ? log : log + failures * Math.log(1 - mean);
    }

    private static final class Arm {
        private static final int STEPS = 60;

        private long n;
        private double sum;

        void add(double score) {
            if (!(score >= 0 && score <= 1)) {
                throw new IllegalArgumentException("a score lies in 0..1: " + score);
            }
            n++;
            sum += score;
        }

        double mean() {
            return n == 0 ? 0.5 : sum / n;
        }

        /** Log of the likelihood averaged over all means: the beta function of successes + 1 and failures + 1. */
        double logMixture() {
            return LogGamma.of(sum + 1) + LogGamma.of(n - sum + 1) - LogGamma.of(n + 2.0);
        }

        /** The means that the bets have not refuted. */
        double[] interval(double level) {
            double log = Math.log(level);
            return new double[] {edge(0, mean(), log), edge(1, mean(), log)};
        }

        private double edge(double outside, double inside, double logLevel) {
            if (!isRefuted(outside, logLevel)) {
                return outside;
            }
            double refuted = outside;
            double kept = inside;
            for (int step = 0; step < STEPS; step++) {
                double middle = (refuted + kept) / 2;
                if (isRefuted(middle, logLevel)) {
                    refuted = middle;
                } else {
                    kept = middle;
                }
            }
            return refuted;
        }

        private boolean isRefuted(double mean, double logLevel) {
            double failures = n - sum;
            if ((mean == 0 && sum > 0) || (mean == 1 && failures > 0)) {
                return true;
            }
            return logMixture() - logLikelihood(sum, failures, mean) >= -logLevel;
        }
    }
}
