package dev.finetuning.asking;

import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * How often a busy provider is asked again, and with which pauses. Pauses double, with full jitter. If the
 * provider says how long to wait, that is obeyed in full.
 *
 * @param attempts the maximum number of calls for one question, at least 1
 * @param firstPause the maximum pause before the second attempt
 * @param longestPause the maximum pause before any attempt; if a provider asks for more, the question fails
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

    /** This policy with another number of attempts. */
    public RetryPolicy withAttempts(int newAttempts) {
        return new RetryPolicy(newAttempts, firstPause, longestPause);
    }

    /** The maximum pause after this many failed attempts, at least 1. */
    public Duration ceiling(int failed) {
        Duration doubled = firstPause.multipliedBy(1L << Math.min(failed - 1, 30));
        return doubled.compareTo(longestPause) < 0 ? doubled : longestPause;
    }

    /** The pause after this many failed attempts if the provider names none; empty to give up. */
    public Optional<Duration> pauseAfter(int failed, long jitterSeed) {
        return pauseAfter(failed, Duration.ZERO, jitterSeed);
    }

    /**
     * The pause after this many failed attempts; empty to give up.
     *
     * @param failed how many attempts have failed, at least 1
     * @param demanded the pause that the provider asks for; zero if it does not say
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
