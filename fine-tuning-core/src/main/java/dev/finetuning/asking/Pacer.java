package dev.finetuning.asking;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Two token buckets, requests and tokens, that all calls to a model share. Thread-safe. */
final class Pacer {
    private final InstantSource clock;
    private final TokenBucket requests;
    private final TokenBucket tokens;
    private Instant quietUntil = Instant.MIN;

    Pacer(RateLimit limit, InstantSource clock) {
        this.clock = clock;
        this.requests = bucket(limit.requestsPerMinute(), clock);
        this.tokens = bucket(limit.tokensPerMinute(), clock);
    }

    private static TokenBucket bucket(long perMinute, InstantSource clock) {
        double perSecond = perMinute == RateLimit.UNLIMITED ? Double.POSITIVE_INFINITY : perMinute / 60.0;
        return TokenBucket.of(perSecond, Math.max(1, perSecond), clock);
    }

    /** Takes one request and its tokens, and says how long to wait before sending it. */
    Duration take(long estimatedTokens) {
        Duration wait = max(requests.take(1), tokens.take(estimatedTokens));
        return max(wait, quiet(clock.instant()));
    }

    /** Corrects the estimate once the real number is known. */
    void settle(long estimatedTokens, long actualTokens) {
        tokens.giveBack(estimatedTokens - actualTokens);
    }

    /** Holds back all requests until the provider accepts them again. */
    synchronized void holdFor(Duration pause) {
        Instant until = clock.instant().plus(pause);
        if (until.isAfter(quietUntil)) {
            quietUntil = until;
        }
    }

    private synchronized Duration quiet(Instant now) {
        return quietUntil.isAfter(now) ? Duration.between(now, quietUntil) : Duration.ZERO;
    }

    private static Duration max(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }
}
