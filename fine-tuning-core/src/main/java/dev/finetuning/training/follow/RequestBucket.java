package dev.finetuning.training.follow;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A token bucket that all jobs of a waiter share, so that their number does not multiply requests. */
final class RequestBucket {
    private final double perSecond;
    private final double burst;
    private final InstantSource time;
    private double tokens;
    private Instant filledAt;

    RequestBucket(double perSecond, double burst, InstantSource time) {
        this.perSecond = perSecond;
        this.burst = burst;
        this.time = time;
        this.tokens = burst;
        this.filledAt = time.instant();
    }

    /** Takes the tokens now and says how long to wait before using them; later takers wait longer. */
    synchronized Duration take(int wanted) {
        Instant now = time.instant();
        double seconds = Math.max(0, Duration.between(filledAt, now).toNanos() / 1e9);
        tokens = Math.min(burst, tokens + seconds * perSecond);
        filledAt = now;
        tokens -= wanted;
        return tokens >= 0 ? Duration.ZERO : Duration.ofNanos((long) (-tokens / perSecond * 1e9));
    }
}
