package dev.finetuning.eval;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Two token buckets, requests and tokens, that all calls of an evaluation share; they may run into debt. */
final class Pacer {
    private final InstantSource time;
    private final Bucket requests;
    private final Bucket tokens;
    private Instant quietUntil = Instant.MIN;

    Pacer(RateLimit limit, InstantSource time) {
        this.time = time;
        Instant now = time.instant();
        this.requests = new Bucket(limit.requestsPerMinute(), now);
        this.tokens = new Bucket(limit.tokensPerMinute(), now);
    }

    /** Takes one request and its tokens, and says how long to wait before sending it. */
    synchronized Duration take(long estimatedTokens) {
        Instant now = time.instant();
        Duration wait = max(requests.take(1, now), tokens.take(estimatedTokens, now));
        return quietUntil.isAfter(now) ? max(wait, Duration.between(now, quietUntil)) : wait;
    }

    /** Corrects the estimate once the real number is known. */
    synchronized void settle(long estimatedTokens, long actualTokens) {
        tokens.level -= actualTokens - estimatedTokens;
    }

    /** Lets nobody send before the host wants to hear from us again. */
    synchronized void holdFor(Duration pause) {
        Instant until = time.instant().plus(pause);
        if (until.isAfter(quietUntil)) {
            quietUntil = until;
        }
    }

    private static Duration max(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }

    private static final class Bucket {
        private final double perSecond;
        private final double burst;
        private final boolean unlimited;
        private double level;
        private Instant filledAt;

        Bucket(long perMinute, Instant now) {
            this.unlimited = perMinute == RateLimit.UNLIMITED;
            this.perSecond = perMinute / 60.0;
            this.burst = Math.max(1, perSecond);
            this.level = burst;
            this.filledAt = now;
        }

        Duration take(long wanted, Instant now) {
            if (unlimited) {
                return Duration.ZERO;
            }
            double seconds = Math.max(0, Duration.between(filledAt, now).toNanos() / 1e9);
            level = Math.min(burst, level + seconds * perSecond) - wanted;
            filledAt = now;
            return level >= 0 ? Duration.ZERO : Duration.ofNanos((long) (-level / perSecond * 1e9));
        }
    }
}
