package dev.finetuning.asking;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * A token bucket: it fills at a steady rate, up to a maximum. It may go into debt, for which later takers
 * wait. Thread-safe.
 */
public final class TokenBucket {
    private final double perSecond;
    private final double burst;
    private final InstantSource clock;
    private double level;
    private Instant filledAt;

    private TokenBucket(double perSecond, double burst, InstantSource clock) {
        this.perSecond = perSecond;
        this.burst = burst;
        this.clock = clock;
        this.level = burst;
        this.filledAt = clock.instant();
    }

    /**
     * A full bucket.
     *
     * @param perSecond tokens added per second, above 0; infinite for no limit
     * @param burst the maximum number of tokens, above 0
     * @throws IllegalArgumentException if a number is not above 0
     */
    public static TokenBucket of(double perSecond, double burst, InstantSource clock) {
        if (!(perSecond > 0 && burst > 0)) {
            throw new IllegalArgumentException("a bucket needs a rate and a size above 0: " + perSecond + ", " + burst);
        }
        return new TokenBucket(perSecond, burst, clock);
    }

    /** Takes tokens, and returns how long to wait before using them. */
    public synchronized Duration take(long wanted) {
        if (Double.isInfinite(perSecond)) {
            return Duration.ZERO;
        }
        Instant now = clock.instant();
        double seconds = Math.max(0, Duration.between(filledAt, now).toNanos() / 1e9);
        level = Math.min(burst, level + seconds * perSecond) - wanted;
        filledAt = now;
        return level >= 0 ? Duration.ZERO : Duration.ofNanos((long) (-level / perSecond * 1e9));
    }

    /** Corrects an earlier take once the actual number is known: returns tokens, or takes more if negative. */
    public synchronized void giveBack(long tokens) {
        level += tokens;
    }
}
