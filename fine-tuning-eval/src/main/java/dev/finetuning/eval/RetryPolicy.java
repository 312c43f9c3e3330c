package dev.finetuning.eval;

import java.time.Duration;

/**
 * How often and how patiently a busy host is asked again. Pauses double from the first on, with full
 * jitter; a host that says how long it wants to be left alone is obeyed in full.
 *
 * @param attempts calls for one question in all, at least 1
 * @param firstPause the most to wait before the second attempt
 * @param longestPause the most to wait before any attempt; a host that asks for more is given up on
 */
public record RetryPolicy(int attempts, Duration firstPause, Duration longestPause) {
    /** Five attempts, from half a second to two minutes apart. */
    public static final RetryPolicy DEFAULT = new RetryPolicy(5, Duration.ofMillis(500), Duration.ofMinutes(2));
    /** One attempt. */
    public static final RetryPolicy NEVER = new RetryPolicy(1, Duration.ZERO, Duration.ZERO);

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if there is no attempt, or a pause is negative or out of order
     */
    public RetryPolicy {
        if (attempts < 1 || firstPause.isNegative() || longestPause.compareTo(firstPause) < 0) {
            throw new IllegalArgumentException("retries need at least 1 attempt and 0 <= firstPause <= longestPause: "
                    + attempts + ", " + firstPause + ", " + longestPause);
        }
    }

    /** The same with another number of attempts. */
    public RetryPolicy withAttempts(int newAttempts) {
        return new RetryPolicy(newAttempts, firstPause, longestPause);
    }

    /**
     * The most to wait after a failed attempt.
     *
     * @param failed how many attempts have failed, from 1
     */
    Duration ceiling(int failed) {
        Duration doubled = firstPause.multipliedBy(1L << Math.min(failed - 1, 30));
        return doubled.compareTo(longestPause) < 0 ? doubled : longestPause;
    }
}
