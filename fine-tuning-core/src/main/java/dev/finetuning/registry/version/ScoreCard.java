package dev.finetuning.registry.version;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One measurement of one metric of a version. Immutable; the {@code with…} methods return a card with more detail. */
public final class ScoreCard {
    /** The 95th percentile of the answer time, in milliseconds. */
    public static final String LATENCY_P95 = "latency_p95_ms";
    /** The mean cost of a request, in US dollars. */
    public static final String COST_PER_REQUEST = "cost_per_request_usd";
    /** The mean score given by people, on the scale they were asked to use. */
    public static final String HUMAN_SCORE = "human_score";

    private final String metric;
    private final double value;
    private final @Nullable Interval interval;
    private final Direction direction;
    private final long n;
    private final long absent;
    private final Map<String, Slice> slices;
    private final List<PairedComparison> comparisons;
    private final String source;
    private final Instant measuredAt;
    private final @Nullable String judge;
    private final @Nullable JudgeCalibration calibration;

    /**
     * The metric on a part of the cases.
     *
     * @param value the value on this part, finite
     * @param n the number of cases in this part, at least 0
     */
    public record Slice(double value, long n) {
        /**
         * Checks the ranges.
         *
         * @throws IllegalArgumentException if the value is not finite or {@code n} is negative
         */
        public Slice {
            require("a slice", value, n);
        }
    }

    private ScoreCard(Draft draft) {
        metric = draft.metric;
        value = draft.value;
        interval = draft.interval;
        direction = draft.direction;
        n = draft.n;
        absent = draft.absent;
        slices = draft.slices;
        comparisons = draft.comparisons;
        source = draft.source;
        measuredAt = draft.measuredAt;
        judge = draft.judge;
        calibration = draft.calibration;
    }

    /**
     * A measurement.
     *
     * @param metric the metric's name: {@code "accuracy"}, {@link #LATENCY_P95}
     * @param value the value, finite
     * @param direction which direction is better
     * @param n the number of cases, at least 0
     * @param measuredAt when it was measured
     * @throws IllegalArgumentException if the value is not finite or {@code n} is negative
     */
    public static ScoreCard of(String metric, double value, Direction direction, long n, Instant measuredAt) {
        require(metric, value, n);
        return new ScoreCard(new Draft(metric, value, direction, n, measuredAt));
    }

    private static void require(String what, double value, long n) {
        if (!Double.isFinite(value) || n < 0) {
            throw new IllegalArgumentException(what + " must be finite and n at least 0: " + value + ", " + n);
        }
    }

    /** This card under another metric's name, such as that of the same metric on other cases. */
    public ScoreCard withMetric(String newMetric) {
        return new ScoreCard(new Draft(newMetric, this));
    }

    /** This card with a confidence interval. */
    public ScoreCard withInterval(Interval newInterval) {
        Draft draft = new Draft(this);
        draft.interval = Objects.requireNonNull(newInterval, "newInterval");
        return new ScoreCard(draft);
    }

    /**
     * This card with the number of cases without a score, in addition to the {@link #n} cases with one: those without
     * an answer, and those whose answer could not be judged.
     *
     * @throws IllegalArgumentException if the number is negative
     */
    public ScoreCard withAbsent(long cases) {
        if (cases < 0) {
            throw new IllegalArgumentException(metric + ": the number of absent cases must not be negative: " + cases);
        }
        Draft draft = new Draft(this);
        draft.absent = cases;
        return new ScoreCard(draft);
    }

    /** This card with the metric on named parts of the cases. */
    public ScoreCard withSlices(Map<String, Slice> newSlices) {
        Draft draft = new Draft(this);
        draft.slices = Collections.unmodifiableMap(new LinkedHashMap<>(newSlices));
        return new ScoreCard(draft);
    }

    /** This card with comparisons with other versions on the same cases. */
    public ScoreCard withComparisons(List<PairedComparison> newComparisons) {
        Draft draft = new Draft(this);
        draft.comparisons = List.copyOf(newComparisons);
        return new ScoreCard(draft);
    }

    /** This card with what was measured on, such as a test set's fingerprint or an evaluation's id. */
    public ScoreCard withSource(String newSource) {
        Draft draft = new Draft(this);
        draft.source = Objects.requireNonNull(newSource, "newSource");
        return new ScoreCard(draft);
    }

    /**
     * This card of a metric whose scores a model gives. Gates then ask for a {@linkplain #withCalibration calibration}.
     *
     * @param newJudge the judge's identity: its model and what it judges by
     */
    public ScoreCard withJudge(String newJudge) {
        Draft draft = new Draft(this);
        draft.judge = Objects.requireNonNull(newJudge, "newJudge");
        return new ScoreCard(draft);
    }

    /** This card with the comparison of its judge with people. */
    public ScoreCard withCalibration(JudgeCalibration newCalibration) {
        Draft draft = new Draft(this);
        draft.calibration = Objects.requireNonNull(newCalibration, "newCalibration");
        return new ScoreCard(draft);
    }

    /** The metric's name. */
    public String metric() {
        return metric;
    }

    /** The value. */
    public double value() {
        return value;
    }

    /** Its confidence interval, if one was computed. */
    public Optional<Interval> interval() {
        return Optional.ofNullable(interval);
    }

    /** Which direction is better. */
    public Direction direction() {
        return direction;
    }

    /** How many cases were measured. */
    public long n() {
        return n;
    }

    /** How many cases have no score, beside those that were measured; 0 where nobody said. */
    public long absent() {
        return absent;
    }

    /** The share of all cases that have no score, 0 to 1; 0 where there is no case. */
    public double absentShare() {
        return absent == 0 ? 0 : (double) absent / (n + absent);
    }

    /** The same metric on named parts of the cases. */
    public Map<String, Slice> slices() {
        return slices;
    }

    /** Comparisons with other versions on the same cases. */
    public List<PairedComparison> comparisons() {
        return comparisons;
    }

    /** What was measured on; empty if not given. */
    public String source() {
        return source;
    }

    /** When it was measured. */
    public Instant measuredAt() {
        return measuredAt;
    }

    /** The judge, if a model gave the scores; empty if none did, or nobody said. */
    public Optional<String> judge() {
        return Optional.ofNullable(judge);
    }

    /** How far the judge agrees with people, if they were compared. */
    public Optional<JudgeCalibration> calibration() {
        return Optional.ofNullable(calibration);
    }

    /** The comparison with a version, if there is one. */
    public Optional<PairedComparison> against(String versionId) {
        return comparisons.stream()
                .filter(comparison -> comparison.against().equals(versionId))
                .findFirst();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ScoreCard that
                && metric.equals(that.metric)
                && Double.compare(value, that.value) == 0
                && Objects.equals(interval, that.interval)
                && direction == that.direction
                && n == that.n
                && absent == that.absent
                && slices.equals(that.slices)
                && comparisons.equals(that.comparisons)
                && source.equals(that.source)
                && measuredAt.equals(that.measuredAt)
                && Objects.equals(judge, that.judge)
                && Objects.equals(calibration, that.calibration);
    }

    @Override
    public int hashCode() {
        return Objects.hash(metric, value, direction, n, absent, source, measuredAt);
    }

    /** The metric, its value, on how many cases, and how many have no score. */
    @Override
    public String toString() {
        return "ScoreCard[" + metric + " " + value + " on " + n + " cases"
                + (absent == 0 ? "" : ", " + absent + " not scored") + "]";
    }

    /** A card in the making. */
    private static final class Draft {
        private final String metric;
        private final double value;
        private @Nullable Interval interval;
        private final Direction direction;
        private final long n;
        private long absent;
        private Map<String, Slice> slices = Map.of();
        private List<PairedComparison> comparisons = List.of();
        private String source = "";
        private final Instant measuredAt;
        private @Nullable String judge;
        private @Nullable JudgeCalibration calibration;

        Draft(String metric, double value, Direction direction, long n, Instant measuredAt) {
            this.metric = Objects.requireNonNull(metric, "metric");
            this.value = value;
            this.direction = Objects.requireNonNull(direction, "direction");
            this.n = n;
            this.measuredAt = Objects.requireNonNull(measuredAt, "measuredAt");
        }

        Draft(ScoreCard card) {
            this(card.metric, card);
        }

        Draft(String metric, ScoreCard card) {
            this(metric, card.value, card.direction, card.n, card.measuredAt);
            interval = card.interval;
            absent = card.absent;
            slices = card.slices;
            comparisons = card.comparisons;
            source = card.source;
            judge = card.judge;
            calibration = card.calibration;
        }
    }
}
