package dev.finetuning.routing;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * When a version counts as unhealthy.
 *
 * @param window how many of the latest calls and scores to look at, at least 1
 * @param minimum how many there must be before the version is judged, 1 to {@code window}
 * @param errorRate the maximum share of calls without an answer, 0 to 1
 * @param latencyP95 the maximum 95th percentile of the answer time; empty for no limit
 * @param score the minimum mean score; empty for no limit
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

    /** At most this share of errors among the latest 100 calls, as soon as there are 20. */
    public static HealthLimits errorRate(double maximum) {
        return new HealthLimits(100, 20, maximum, Optional.empty(), OptionalDouble.empty());
    }

    /** These limits with another window and minimum. */
    public HealthLimits withWindow(int newWindow, int newMinimum) {
        return new HealthLimits(newWindow, newMinimum, errorRate, latencyP95, score);
    }

    /** These limits with a limit on latency. */
    public HealthLimits withLatencyP95(Duration maximum) {
        return new HealthLimits(window, minimum, errorRate, Optional.of(maximum), score);
    }

    /** These limits with a limit on the feedback scores. */
    public HealthLimits withScore(double least) {
        return new HealthLimits(window, minimum, errorRate, latencyP95, OptionalDouble.of(least));
    }
}
