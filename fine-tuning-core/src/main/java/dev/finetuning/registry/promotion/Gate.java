package dev.finetuning.registry.promotion;

import dev.finetuning.registry.version.ScoreCard;
import java.math.BigDecimal;
import java.time.Duration;

/**
 * A condition for a promotion. A gate judges by what is registered and decides nothing else; where the
 * evidence it needs is missing it says no. Thread-safe, quick and free of side effects: it may be asked
 * again when somebody else changes the registry meanwhile.
 */
@FunctionalInterface
public interface Gate {
    /** Judges. */
    GateVerdict judge(Candidate candidate);

    /** The metric is at least this, whatever the direction. */
    static Gate atLeast(String metric, double threshold) {
        return MetricGates.atLeast(metric, threshold);
    }

    /** The metric is at most this, whatever the direction. */
    static Gate atMost(String metric, double threshold) {
        return MetricGates.atMost(metric, threshold);
    }

    /**
     * The metric is better than the holder's by at least this much, in its own unit; a negative figure
     * allows it to be worse by as much. Passes where nothing holds the alias.
     */
    static Gate minAbsoluteChange(String metric, double change) {
        return MetricGates.minAbsoluteChange(metric, change);
    }

    /**
     * The metric is better than the holder's by at least this share of the holder's: 0.05 is five
     * percent. Passes where nothing holds the alias.
     */
    static Gate minRelativeChange(String metric, double share) {
        return MetricGates.minRelativeChange(metric, share);
    }

    /**
     * The metric is not significantly worse than the holder's on the same cases: either not worse, or
     * with a p-value of at least {@code alpha}. Needs a comparison against the holder. Passes where
     * nothing holds the alias.
     *
     * @param alpha the chance of seeing a regression where there is none, within (0, 1)
     */
    static Gate noSignificantRegression(String metric, double alpha) {
        return ComparisonGates.noSignificantRegression(metric, alpha);
    }

    /**
     * The metric is significantly better than the holder's on the same cases. Needs a comparison against
     * the holder. Passes where nothing holds the alias.
     *
     * @param alpha the chance of seeing a gain where there is none, within (0, 1)
     */
    static Gate significantGain(String metric, double alpha) {
        return ComparisonGates.significantGain(metric, alpha);
    }

    /** On every slice of at least {@code minCases} cases, the metric is no worse than this. */
    static Gate everySlice(String metric, double threshold, long minCases) {
        return ComparisonGates.everySlice(metric, threshold, minCases);
    }

    /**
     * On every slice that the holder was measured on too, the metric is worse by at most this much.
     * Passes where nothing holds the alias.
     */
    static Gate noSliceDrop(String metric, double tolerated) {
        return ComparisonGates.noSliceDrop(metric, tolerated);
    }

    /** {@link ScoreCard#LATENCY_P95} is at most this. */
    static Gate p95LatencyAtMost(Duration limit) {
        return MetricGates.atMost(ScoreCard.LATENCY_P95, limit.toNanos() / 1e6);
    }

    /** {@link ScoreCard#COST_PER_REQUEST} is at most this many US dollars. */
    static Gate costPerRequestAtMost(BigDecimal dollars) {
        return MetricGates.atMost(ScoreCard.COST_PER_REQUEST, dollars.doubleValue());
    }

    /** {@link ScoreCard#HUMAN_SCORE} is at least this, from at least that many ratings. */
    static Gate humanScoreAtLeast(double score, long minRatings) {
        return MetricGates.humanScore(score, minRatings);
    }

    /** At least this share of the training examples is validated, 0 to 1. */
    static Gate datasetValidated(double share) {
        return LineageGates.datasetValidated(share);
    }

    /** At least this many people approved the version. */
    static Gate approvals(int people) {
        return LineageGates.approvals(people);
    }
}
