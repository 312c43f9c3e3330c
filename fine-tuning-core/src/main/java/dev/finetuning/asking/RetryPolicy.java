package dev.finetuning.asking;

import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * How often and how patiently a busy provider is asked again. Pauses double from the first on, with full
 * jitter; a provider that says how long it wants to be left alone is obeyed in full.
 *
 * @param attempts calls for one question in all, at least 1
 * @param firstPause the longest wait before the second attempt
 * @param longestPause the longest wait before any attempt; a provider that asks for more is given up on
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

    /** The longest wait after so many failed attempts, at least 1. */
    public Duration ceiling(int failed) {
        Duration doubled = firstPause.multipliedBy(1L << Math.min(failed - 1, 30));
        return doubled.compareTo(longestPause) < 0 ? doubled : longestPause;
    }

    /** How long to wait after so many failed attempts, where the provider names no time; empty: give up. */
    public Optional<Duration> pauseAfter(int failed, long jitterSeed) {
        return pauseAfter(failed, Duration.ZERO, jitterSeed);
    }

    /**
     * How long to wait after so many failed attempts; empty where it is time to give up.
     *
     * @param failed how many attempts have failed, at least 1
     * @param demanded how long the provider wants to be left alone; zero where it does not say
     * @param jitterSeed the same seed gives the same pause
     */
    public Optional<Duration> pauseAfter(int failed, Duration demanded, long jitterSeed) {
        if (failed >= attempts || demanded.compareTo(longestPause) > 0) {
            return Optional.empty();
        }
        double jitter = new SplittableRandom(jitterSeed + failed).nextDouble();
        Duration backoff = Duration.ofNanos((long) (ceiling(failed).toNanos() * jitter));
        return Optional.of(demanded.compareTo(backoff) > 0 ? demanded : backoff);
    }
}
