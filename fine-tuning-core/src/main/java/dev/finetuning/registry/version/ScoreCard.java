package dev.finetuning.registry.version;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One metric of a version, as measured once.
 *
 * @param metric the metric's name: {@code "accuracy"}, {@link #LATENCY_P95}
 * @param value what was measured, finite
 * @param interval its interval, where one was computed
 * @param direction which way is better
 * @param n cases measured, at least 0
 * @param slices the same metric on named parts of the cases, each with its own number of cases
 * @param comparisons against other versions on the same cases
 * @param source what was measured on, such as a test set's fingerprint or an evaluation's id
 * @param measuredAt when
 */
public record ScoreCard(
        String metric,
        double value,
        @Nullable Interval interval,
        Direction direction,
        long n,
        Map<String, Slice> slices,
        List<PairedComparison> comparisons,
        String source,
        Instant measuredAt) {
    /** 95th percentile of the time to an answer, in milliseconds. */
    public static final String LATENCY_P95 = "latency_p95_ms";
    /** Mean cost of a request, in US dollars. */
    public static final String COST_PER_REQUEST = "cost_per_request_usd";
    /** Mean score that people gave, on the scale of whoever asked them. */
    public static final String HUMAN_SCORE = "human_score";

    /**
     * A metric on a part of the cases.
     *
     * @param value what was measured there
     * @param n how many cases the part has
     */
    public record Slice(double value, long n) {}

    /**
     * Copies map and list.
     *
     * @throws IllegalArgumentException if the value is not finite or {@code n} is negative
     */
    public ScoreCard {
        if (!Double.isFinite(value) || n < 0) {
            throw new IllegalArgumentException(metric + " must be finite and n at least 0: " + value + ", " + n);
        }
        slices = Collections.unmodifiableMap(new LinkedHashMap<>(slices));
        comparisons = List.copyOf(comparisons);
    }

    /** A bare measurement. */
    public static ScoreCard of(String metric, double value, Direction direction, long n, Instant measuredAt) {
        return new ScoreCard(metric, value, null, direction, n, Map.of(), List.of(), "", measuredAt);
    }

    /** The same with an interval. */
    public ScoreCard withInterval(Interval newInterval) {
        return new ScoreCard(metric, value, newInterval, direction, n, slices, comparisons, source, measuredAt);
    }

    /** The same with these slices. */
    public ScoreCard withSlices(Map<String, Slice> newSlices) {
        return new ScoreCard(metric, value, interval, direction, n, newSlices, comparisons, source, measuredAt);
    }

    /** The same with these comparisons. */
    public ScoreCard withComparisons(List<PairedComparison> newComparisons) {
        return new ScoreCard(metric, value, interval, direction, n, slices, newComparisons, source, measuredAt);
    }

    /** The same, saying what was measured on. */
    public ScoreCard withSource(String newSource) {
        return new ScoreCard(metric, value, interval, direction, n, slices, comparisons, newSource, measuredAt);
    }

    /** The comparison with that version, if there is one. */
    public Optional<PairedComparison> against(String versionId) {
        return comparisons.stream()
                .filter(comparison -> comparison.against().equals(versionId))
                .findFirst();
    }
}
