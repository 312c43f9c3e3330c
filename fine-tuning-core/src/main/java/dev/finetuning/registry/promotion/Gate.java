package dev.finetuning.registry.promotion;

import dev.finetuning.registry.version.ScoreCard;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Set;

/**
 * A condition for a promotion. A gate judges only by what is registered. If the evidence it needs is
 * missing, it refuses and says what is missing. Thread-safe, fast and free of side effects: it may be
 * called again if someone else changes the registry meanwhile.
 *
 * <p>Values are compared as decimals, like in {@link dev.finetuning.registry.version.Direction}: .85 is
 * better than .80 by exactly .05.
 */
@FunctionalInterface
public interface Gate {
    /** The default minimum number of pairs for {@link #nonInferior} and {@link #significantGain}. */
    long MIN_PAIRS = 30;

    /** Judges a candidate. */
    GateVerdict judge(Candidate candidate);

    /**
     * The metrics whose score cards it reads, so that a run can be refused before it spends anything if the
     * evaluation does not measure them; empty if it reads none or does not say.
     */
    default Set<String> metrics() {
        return Set.of();
    }

    /** The metric is at least this value, in either direction. */
    static Gate atLeast(String metric, double threshold) {
        return MetricThreshold.atLeast(metric, threshold, 0);
    }

    /** The metric is at most this value, in either direction. */
    static Gate atMost(String metric, double threshold) {
        return MetricThreshold.atMost(metric, threshold);
    }

    /**
     * The metric is better than the champion's by at least this much, in its own unit; with a negative
     * value, it may be worse by that much. Passes if there is no champion.
     */
    static Gate minAbsoluteChange(String metric, double change) {
        return MinimumChange.absolute(metric, change);
    }

    /**
     * The metric is better than the champion's by at least this share of the champion's value: 0.05 is five
     * percent. Passes if there is no champion.
     */
    static Gate minRelativeChange(String metric, double share) {
        return MinimumChange.relative(metric, share);
    }

    /**
     * The metric is shown to be no worse than the champion's by more than a margin: over at least {@value
     * #MIN_PAIRS} pairs, the whole interval of the difference is above minus the margin. An inconclusive
     * comparison does not pass.
     *
     * @param margin the largest acceptable loss, in the metric's own unit, at least 0
     */
    static Gate nonInferior(String metric, double margin) {
        return nonInferior(metric, margin, MIN_PAIRS);
    }

    /**
     * Like {@link #nonInferior(String, double)}, with another minimum number of pairs. If all pairs differ
     * by the same amount, so that the interval has no width, at least 3 / {@code margin} pairs are also
     * needed: that many rule out with 95 % confidence that one pair in 1 / {@code margin} differs by 1 (the
     * rule of three). Needs a comparison with the champion; passes if there is no champion.
     *
     * @param margin the largest acceptable loss, in the metric's own unit, at least 0
     * @param minPairs the minimum number of cases that both have answered, at least 1
     */
    static Gate nonInferior(String metric, double margin, long minPairs) {
        return new NonInferior(metric, margin, minPairs);
    }

    /**
     * The metric is significantly better than the champion's on at least {@value #MIN_PAIRS} cases that
     * both have answered. Needs a comparison with the champion; passes if there is no champion.
     *
     * @param alpha the accepted probability of a false gain, within (0, 1)
     */
    static Gate significantGain(String metric, double alpha) {
        return significantGain(metric, alpha, MIN_PAIRS);
    }

    /**
     * Like {@link #significantGain(String, double)}, with another minimum number of pairs.
     *
     * @param alpha the accepted probability of a false gain, within (0, 1)
     * @param minPairs the minimum number of cases that both have answered, at least 1
     */
    static Gate significantGain(String metric, double alpha, long minPairs) {
        return new SignificantGain(metric, alpha, minPairs);
    }

    /** On every slice with at least {@code minCases} cases, the metric is at least as good as the threshold. */
    static Gate everySlice(String metric, double threshold, long minCases) {
        return new SliceThreshold(metric, threshold, minCases);
    }

    /**
     * On every slice that the champion was measured on too, the metric is worse by at most this much.
     * Passes if there is no champion.
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

    /** {@link ScoreCard#HUMAN_SCORE} is at least this, from at least this many ratings. */
    static Gate humanScoreAtLeast(double score, long minRatings) {
        return MetricThreshold.atLeast(ScoreCard.HUMAN_SCORE, score, minRatings);
    }

    /** At least this share of the training examples is validated, 0 to 1. */
    static Gate datasetValidated(double share) {
        return new ValidatedShare(share);
    }

    /** At least this many people have approved the version. */
    static Gate approvals(int people) {
        return new Approvals(people);
    }
}
