package dev.finetuning.routing;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * When a version counts as unhealthy.
 *
 * @param window how many of the newest calls and scores are looked at, at least 1
 * @param minimum how many there must be before anything is said, 1 to {@code window}
 * @param errorRate the largest tolerated share of calls without an answer, 0 to 1
 * @param latencyP95 the largest tolerated 95th percentile of the time to an answer; empty for any
 * @param score the smallest tolerated mean score; empty for any
 */
public record HealthLimits(
        int window, int minimum, double errorRate, Optional<Duration> latencyP95, OptionalDouble score) {
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
        if (score.isPresent() && !Double.isFinite(score.getAsDouble())) {
            throw new IllegalArgumentException("a score must be a finite number: " + score.getAsDouble());
        }
    }

    /** At most this share of errors among the newest 100 calls, once there are 20. */
    public static HealthLimits errorRate(double maximum) {
        return new HealthLimits(100, 20, maximum, Optional.empty(), OptionalDouble.empty());
    }

    /** The same, looking at that many calls once there are so many. */
    public HealthLimits withWindow(int newWindow, int newMinimum) {
        return new HealthLimits(newWindow, newMinimum, errorRate, latencyP95, score);
    }

    /** The same with a limit on latency. */
    public HealthLimits withLatencyP95(Duration maximum) {
        return new HealthLimits(window, minimum, errorRate, Optional.of(maximum), score);
    }

    /** The same with a limit on scores that come back as feedback. */
    public HealthLimits withScore(double least) {
        return new HealthLimits(window, minimum, errorRate, latencyP95, OptionalDouble.of(least));
    }
}
