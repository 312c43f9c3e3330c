package dev.finetuning.training.follow;

import dev.finetuning.training.Capabilities;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

/**
 * How often to look at a job. The pause starts short, grows while nothing changes, and is reset by a
 * change. Jitter spreads the requests for many jobs.
 *
 * @param shortest the pause after a change
 * @param longest the maximum pause
 * @param factor the growth per look without a change, at least 1
 * @param jitter the share by which a pause may vary, 0 to 1
 */
public record PollPace(Duration shortest, Duration longest, double factor, double jitter) {
    /** From 2 s to 1 min, growing by half each time, ±20 %. */
    public static final PollPace DEFAULT = new PollPace(Duration.ofSeconds(2), Duration.ofMinutes(1), 1.5, 0.2);

    /** The maximum Retry-After that is obeyed: an hour. */
    public static final Duration MAX_RETRY_AFTER = Duration.ofHours(1);

    /** From 1 ms to 50 ms, for providers in the same process. */
    public static final PollPace IN_PROCESS = new PollPace(Duration.ofMillis(1), Duration.ofMillis(50), 1.5, 0);

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if a pause is not positive, the longest is shorter than the
     *     shortest, the factor is below 1 or the jitter outside 0..1
     */
    public PollPace {
        if (shortest.isZero() || shortest.isNegative() || longest.compareTo(shortest) < 0) {
            throw new IllegalArgumentException("pauses must be positive and in order: " + shortest + ", " + longest);
        }
        if (!(factor >= 1) || !(jitter >= 0 && jitter <= 1)) {
            throw new IllegalArgumentException(
                    "factor must be at least 1, jitter within 0..1: " + factor + ", " + jitter);
        }
    }

    /** What suits a provider: {@link #IN_PROCESS} or {@link #DEFAULT}. */
    public static PollPace suiting(Capabilities provider) {
        return provider.inProcess() ? IN_PROCESS : DEFAULT;
    }

    /** A constant pause. */
    public static PollPace every(Duration pause) {
        return new PollPace(pause, pause, 1, 0);
    }

    /** The pause after this many looks without a change, with random jitter. */
    public Duration pauseAfter(int quietLooks) {
        return pause(quietLooks, ThreadLocalRandom.current());
    }

    /** The pause after this many looks without a change, with jitter from the generator. */
    Duration pause(int quietLooks, RandomGenerator random) {
        double growth = Math.pow(factor, Math.min(quietLooks, 1_000));
        double millis = Math.min(shortest.toMillis() * growth, (double) longest.toMillis());
        return jittered(millis, random);
    }

    /** The pause after this many failed looks: full jitter below a cap that doubles, never below the shortest pause. */
    Duration backoff(int failures, RandomGenerator random) {
        double cap = Math.min(shortest.toMillis() * Math.pow(2, Math.min(failures, 40)), (double) longest.toMillis());
        return Duration.ofMillis(Math.max(shortest.toMillis(), (long) (random.nextDouble() * cap)));
    }

    private Duration jittered(double millis, RandomGenerator random) {
        double share = jitter == 0 ? 0 : (random.nextDouble() * 2 - 1) * jitter;
        return Duration.ofMillis(Math.max(1, (long) (millis * (1 + share))));
    }
}
