package dev.finetuning.drift;

import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** One thing that is watched: its values as numbers from 0 to 1, and the detectors that look at them. Thread-safe. */
final class Expectation {
    private static final int RECENT = 200;

    private final String what;
    private final double expected;
    private final double @Nullable [] sortedReference;
    private final MeanDetector below;
    private final @Nullable MeanDetector above;
    private final double alarmAt;
    private final double[] recent = new double[RECENT];
    private long seen;
    private double evidence;
    private @Nullable Drift alarm;

    private Expectation(
            String what,
            double expected,
            double @Nullable [] sortedReference,
            MeanDetector below,
            @Nullable MeanDetector above,
            double alarmAt) {
        this.what = what;
        this.expected = expected;
        this.sortedReference = sortedReference;
        this.below = below;
        this.above = above;
        this.alarmAt = alarmAt;
    }

    /** Scores whose mean is at least a limit. */
    static Expectation scores(String what, double lowestMean, double alarmAt) {
        return new Expectation(what, lowestMean, null, new MeanDetector(lowestMean), null, alarmAt);
    }

    /**
     * Values as large as those of a reference: a value's rank among them is 0.5 on average. A rank's standard
     * deviation is the root of 1/12, so the mean rank that a sample of n makes is uncertain by that over the root of
     * n; two of these are left as a margin. Each of the two directions gets half of the alarms.
     */
    static Expectation like(String what, double[] reference, double alarmAt) {
        double[] sorted = reference.clone();
        Arrays.sort(sorted);
        double limit = 0.5 - 2 * Math.sqrt(1.0 / (12 * sorted.length));
        return new Expectation(what, 0.5, sorted, new MeanDetector(limit), new MeanDetector(limit), 2 * alarmAt);
    }

    /** An alarm, the first time that there is reason for one. */
    synchronized Optional<Drift> add(double value, InstantSource time) {
        double number = sortedReference == null ? score(value) : rank(sortedReference, value);
        recent[(int) (seen % RECENT)] = number;
        seen++;
        evidence = below.add(number);
        if (above != null) {
            evidence = Math.max(evidence, above.add(1 - number));
        }
        if (alarm != null || evidence < alarmAt) {
            return Optional.empty();
        }
        alarm = new Drift(what, time.instant(), seen, expected, recentMean(), evidence);
        return Optional.of(alarm);
    }

    synchronized Optional<Drift> alarm() {
        return Optional.ofNullable(alarm);
    }

    synchronized DriftState state() {
        OptionalDouble newest = seen == 0 ? OptionalDouble.empty() : OptionalDouble.of(recentMean());
        return new DriftState(what, expected, seen, newest, evidence, alarmAt, Optional.ofNullable(alarm));
    }

    synchronized void restart() {
        below.restart();
        if (above != null) {
            above.restart();
        }
        alarm = null;
        seen = 0;
        evidence = 0;
    }

    private double recentMean() {
        int count = (int) Math.min(seen, RECENT);
        return Arrays.stream(recent, 0, count).average().orElse(Double.NaN);
    }

    private static double score(double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException("a score is from 0 to 1, not " + value);
        }
        return value;
    }

    /** The share of the reference below the value, equal ones counted half. */
    private static double rank(double[] sorted, double value) {
        if (Double.isNaN(value)) {
            throw new IllegalArgumentException("a value must be a number");
        }
        int from = first(sorted, value, false);
        int to = first(sorted, value, true);
        return (from + to) / 2.0 / sorted.length;
    }

    /** The first place whose number is at least the value, or above it. */
    private static int first(double[] sorted, double value, boolean above) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] < value || (above && sorted[middle] == value)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
