package dev.finetuning.eval;

import dev.finetuning.eval.scorer.Absence;
import dev.finetuning.eval.scorer.Thresholds;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/**
 * Assertions for an application's own tests, so that its build fails if a model gets worse. Independent of
 * test frameworks: a failed assertion throws an {@link AssertionError}.
 *
 * <pre>{@code
 * EvaluationAssert.assertThat(tuned).hasMeanOfAtLeast("ExactMatch", 0.9).hasNoErrors();
 * }</pre>
 */
public final class EvaluationAssert {
    private final Evaluation actual;

    private EvaluationAssert(Evaluation actual) {
        this.actual = actual;
    }

    /** Starts assertions about an evaluation. */
    public static EvaluationAssert assertThat(Evaluation evaluation) {
        return new EvaluationAssert(evaluation);
    }

    /** The mean of a metric is at least {@code least}. */
    public EvaluationAssert hasMeanOfAtLeast(String metric, double least) {
        Estimate mean = actual.aggregate(metric).mean();
        return check(Thresholds.isReached(mean.value(), least), "mean " + metric, atLeast(least), text(mean));
    }

    /** The lower end of the mean's 95 % interval is at least {@code least}; stricter than {@link #hasMeanOfAtLeast}. */
    public EvaluationAssert hasMeanSurelyOfAtLeast(String metric, double least) {
        Estimate mean = actual.aggregate(metric).mean();
        return check(
                Thresholds.isReached(mean.low(), least), "the lower end of mean " + metric, atLeast(least), text(mean));
    }

    /** The share of cases that pass a metric is at least {@code least}. */
    public EvaluationAssert hasPassedShareOfAtLeast(String metric, double least) {
        Estimate share = actual.aggregate(metric).passed();
        return check(
                Thresholds.isReached(share.value(), least), "share passing " + metric, atLeast(least), text(share));
    }

    /**
     * Every question has an answer, every answer has a score for the main metric, and no judge or scorer
     * failed for any metric.
     */
    public EvaluationAssert hasNoErrors() {
        hasErrorShareOfAtMost(0);
        hasNoAbsentScores(actual.mainMetric());
        for (String metric : actual.metrics()) {
            Map<Absence, Long> failed = new EnumMap<>(Absence.class);
            failed.putAll(actual.absences(metric));
            failed.keySet().removeIf(absence -> !absence.isFailure());
            check(failed.isEmpty(), "scores by " + metric, "there for every answer", "absent: " + failed);
        }
        return this;
    }

    /** Every answer has a score for a metric. */
    public EvaluationAssert hasNoAbsentScores(String metric) {
        Map<Absence, Long> absent = actual.absences(metric);
        return check(absent.isEmpty(), "scores by " + metric, "there for every answer", "absent: " + absent);
    }

    /** The share of questions without an answer is at most {@code most}. */
    public EvaluationAssert hasErrorShareOfAtMost(double most) {
        double share = actual.results().isEmpty()
                ? 0
                : (double) actual.errors() / actual.results().size();
        return check(
                Thresholds.isReached(most, share),
                "share of errors",
                "at most " + number(most),
                actual.errorsByKind().toString());
    }

    /** The 95th percentile of the latency is at most {@code most}; fails if no latency was measured. */
    public EvaluationAssert hasLatencyP95OfAtMost(Duration most) {
        double p95 = actual.latencyMillis().percentile(95);
        return check(
                p95 <= most.toNanos() / 1e6, "latency p95", "at most " + most.toMillis() + " ms", number(p95) + " ms");
    }

    /** The mean of a metric is no more than {@code tolerance} below another evaluation's. */
    public EvaluationAssert isNotWorseThan(Evaluation other, String metric, double tolerance) {
        Estimate mine = actual.aggregate(metric).mean();
        double threshold = other.aggregate(metric).mean().value() - tolerance;
        String demand = atLeast(threshold) + " (" + other.modelId() + " less " + number(tolerance) + ")";
        return check(Thresholds.isReached(mine.value(), threshold), "mean " + metric, demand, text(mine));
    }

    private EvaluationAssert check(boolean holds, String what, String demand, String found) {
        if (!holds) {
            throw new AssertionError("evaluation " + actual.id() + " of " + actual.modelId() + ": expected " + what
                    + " to be " + demand + ", but was: " + found);
        }
        return this;
    }

    private static String atLeast(double least) {
        return "at least " + number(least);
    }

    private static String text(Estimate estimate) {
        return String.format(
                Locale.ROOT,
                "%.4f (95 %% interval %.4f to %.4f, n = %d)",
                estimate.value(),
                estimate.low(),
                estimate.high(),
                estimate.n());
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }
}
