package dev.finetuning.registry.promotion;

import dev.finetuning.registry.version.ScoreCard;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Set;

/**
 * A condition for a promotion. A gate judges by what is registered and by nothing else; where the evidence
 * it needs is missing it says no, and says what is missing. Thread-safe, quick and free of side effects: it
 * may be asked again when somebody else changes the registry meanwhile.
 *
 * <p>Measured values are compared as decimals, as {@link dev.finetuning.registry.version.Direction} does:
 * .85 is better than .80 by .05.
 */
@FunctionalInterface
public interface Gate {
    /** How many pairs {@link #nonInferior} and {@link #significantGain} ask for unless told otherwise. */
    long MIN_PAIRS = 30;

    /** Judges. */
    GateVerdict judge(Candidate candidate);

    /**
     * The metrics whose score cards it reads, so that it can be said before training is paid for that an
     * evaluation does not measure them; empty where it reads none or does not say.
     */
    default Set<String> metrics() {
        return Set.of();
    }

    /** The metric is at least this, whatever the direction. */
    static Gate atLeast(String metric, double threshold) {
        return MetricThreshold.atLeast(metric, threshold, 0);
    }

    /** The metric is at most this, whatever the direction. */
    static Gate atMost(String metric, double threshold) {
        return MetricThreshold.atMost(metric, threshold);
    }

    /**
     * The metric is better than the champion's by at least this much, in its own unit; a negative figure
     * allows it to be worse by as much. Passes where there is no champion.
     */
    static Gate minAbsoluteChange(String metric, double change) {
        return MinimumChange.absolute(metric, change);
    }

    /**
     * The metric is better than the champion's by at least this share of the champion's: 0.05 is five
     * percent. Passes where there is no champion.
     */
    static Gate minRelativeChange(String metric, double share) {
        return MinimumChange.relative(metric, share);
    }

    /**
     * The metric is shown to be no worse than the champion's by more than a margin: over at least {@value
     * #MIN_PAIRS} pairs, the whole interval of the difference lies above that loss. A comparison that shows
     * nothing passes nothing.
     *
     * @param margin the largest loss that would not matter, in the metric's own unit, at least 0
     */
    static Gate nonInferior(String metric, double margin) {
        return nonInferior(metric, margin, MIN_PAIRS);
    }

    /**
     * As {@link #nonInferior(String, double)}, from another number of pairs on. Where all pairs differ by
     * the same, so that the interval has no width, at least 3 / {@code margin} pairs are needed too: that is
     * how many it takes to rule out with 95 % confidence that one pair in 1 / {@code margin} would differ by
     * 1 (the rule of three). Needs a comparison against the champion; passes where there is none.
     *
     * @param margin the largest loss that would not matter, in the metric's own unit, at least 0
     * @param minPairs how many cases both must have answered, at least 1
     */
    static Gate nonInferior(String metric, double margin, long minPairs) {
        return new NonInferior(metric, margin, minPairs);
    }

    /**
     * The metric is significantly better than the champion's on at least {@value #MIN_PAIRS} cases that both
     * answered. Needs a comparison against the champion. Passes where there is no champion.
     *
     * @param alpha the chance of seeing a gain where there is none, within (0, 1)
     */
    static Gate significantGain(String metric, double alpha) {
        return significantGain(metric, alpha, MIN_PAIRS);
    }

    /**
     * As {@link #significantGain(String, double)}, from another number of pairs on.
     *
     * @param alpha the chance of seeing a gain where there is none, within (0, 1)
     * @param minPairs how many cases both must have answered, at least 1
     */
    static Gate significantGain(String metric, double alpha, long minPairs) {
        return new SignificantGain(metric, alpha, minPairs);
    }

    /** On every slice of at least {@code minCases} cases, the metric is as good as this or better. */
    static Gate everySlice(String metric, double threshold, long minCases) {
        return new SliceThreshold(metric, threshold, minCases);
    }

    /**
     * On every slice that the champion was measured on too, the metric is worse by at most this much. Passes
     * where there is no champion.
     */
    static Gate noSliceDrop(String metric, double tolerated) {
        return new SliceDrop(metric, tolerated);
    }

    /** {@link ScoreCard#LATENCY_P95} is at most this. */
    static Gate p95LatencyAtMost(Duration limit) {
        return MetricThreshold.atMost(ScoreCard.LATENCY_P95, limit.toNanos() / 1e6);
    }

    /** {@link ScoreCard#COST_PER_REQUEST} is at most this many US dollars. */
    static Gate costPerRequestAtMost(BigDecimal dollars) {
        return MetricThreshold.atMost(ScoreCard.COST_PER_REQUEST, dollars.doubleValue());
    }

    /** {@link ScoreCard#HUMAN_SCORE} is at least this, from at least that many ratings. */
    static Gate humanScoreAtLeast(double score, long minRatings) {
        return MetricThreshold.atLeast(ScoreCard.HUMAN_SCORE, score, minRatings);
    }

    /** At least this share of the training examples is validated, 0 to 1. */
    static Gate datasetValidated(double share) {
        return new ValidatedShare(share);
    }

    /** At least this many people approved the version. */
    static Gate approvals(int people) {
        return new Approvals(people);
    }
}
