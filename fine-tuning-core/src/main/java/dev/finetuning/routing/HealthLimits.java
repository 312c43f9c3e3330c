package dev.finetuning.routing;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * When a version counts as unhealthy.
 *
 * @param window how many of the newest calls and scores are looked at, at least 1
 * @param minimum how many there must be before anything is said, 1 to {@code window}
 * @param errorRate the largest tolerated share of calls without an answer, 0 to 1
 * @param latencyP95 the largest tolerated 95th percentile of the time to an answer; null for any
 * @param score the smallest tolerated mean score; null for any
 */
public record HealthLimits(
        int window,
        int minimum,
        double errorRate,
        @Nullable Duration latencyP95,
        @Nullable Double score) {
    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if one is out of range
     */
    public HealthLimits {
        if (window < 1 || minimum < 1 || minimum > window || !(errorRate >= 0 && errorRate <= 1)) {
            throw new IllegalArgumentException("limits need 1 <= minimum <= window and an error rate within 0..1: "
                    + minimum + ", " + window + ", " + errorRate);
        }
    }

    /** At most this share of errors among the newest 100 calls, once there are 20. */
    public static HealthLimits errorRate(double atMost) {
        return new HealthLimits(100, 20, atMost, null, null);
    }

    /** The same, looking at that many calls once there are so many. */
    public HealthLimits withWindow(int newWindow, int newMinimum) {
        return new HealthLimits(newWindow, newMinimum, errorRate, latencyP95, score);
    }

    /** The same with a limit on latency. */
    public HealthLimits withLatencyP95(Duration atMost) {
        return new HealthLimits(window, minimum, errorRate, atMost, score);
    }

    /** The same with a limit on scores that come back as feedback. */
    public HealthLimits withScore(double atLeast) {
        return new HealthLimits(window, minimum, errorRate, latencyP95, atLeast);
    }
}
