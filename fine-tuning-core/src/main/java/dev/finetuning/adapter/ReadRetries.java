package dev.finetuning.adapter;

import dev.finetuning.Sleeper;
import dev.finetuning.provider.ProviderException;
import dev.finetuning.provider.ProviderFaultException;
import dev.finetuning.provider.RetryLaterException;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Repeats reads that failed temporarily: a busy provider, a lost connection, a truncated answer. For reads
 * only; requests that change or cost anything are sent once. Thread-safe.
 *
 * <p>Pauses are random below a cap that doubles (full jitter, as in Brooker's "Exponential Backoff And
 * Jitter", AWS Architecture Blog, 2015) and never shorter than the provider asks. If it asks for more than the
 * remaining patience, the failure reaches the caller at once, with the requested pause.
 *
 * <p>All reads share one budget, which failures use up and successes slowly refill (as in gRPC's retry
 * throttling, proposal A6), so that retries do not make an outage worse.
 */
public final class ReadRetries {
    /** Ten seconds: enough for a hiccup; for longer outages the caller has to wait. */
    public static final Duration DEFAULT_PATIENCE = Duration.ofSeconds(10);

    private static final Duration FIRST_CAP = Duration.ofMillis(500);
    private static final Duration LAST_CAP = Duration.ofSeconds(8);
    private static final int MAX_REPEATS = 4;
    private static final double BUDGET = 10;
    private static final double EARNED_BY_SUCCESS = 0.1;

    private final Duration patience;
    private final Sleeper sleeper;
    private final RandomGenerator random;
    private double budget = BUDGET;

    /**
     * Retries for one provider.
     *
     * @param patience the maximum total pause of one read; zero never repeats
     * @param sleeper how to pause
     * @param random the source of jitter; used by one thread at a time
     * @throws IllegalArgumentException if the patience is negative
     */
    public ReadRetries(Duration patience, Sleeper sleeper, RandomGenerator random) {
        if (patience.isNegative()) {
            throw new IllegalArgumentException("patience must not be negative: " + patience);
        }
        this.patience = patience;
        this.sleeper = sleeper;
        this.random = random;
    }

    /**
     * Reads, and repeats the read if that may help. An interrupt ends the pause; the last failure is
     * thrown.
     *
     * @throws ProviderException the last failure
     */
    public <T> T read(Supplier<T> request) {
        Duration left = patience;
        for (int repeats = 0; ; repeats++) {
            try {
                T answer = request.get();
                earn();
                return answer;
            } catch (RetryLaterException | ProviderFaultException e) {
                Duration pause = pauseAfter(e, repeats);
                left = left.minus(pause);
                if (repeats == MAX_REPEATS || patience.isZero() || left.isNegative() || !spend() || !paused(pause)) {
                    throw e;
                }
            }
        }
    }

    private Duration pauseAfter(ProviderException failure, int repeats) {
        long cap = Math.min(LAST_CAP.toMillis(), FIRST_CAP.toMillis() << repeats);
        Duration jittered = Duration.ofMillis((long) (share() * cap));
        Duration asked =
                failure instanceof RetryLaterException busy ? busy.retryAfter().orElse(Duration.ZERO) : Duration.ZERO;
        return asked.compareTo(jittered) > 0 ? asked : jittered;
    }

    private synchronized double share() {
        return random.nextDouble();
    }

    private synchronized boolean spend() {
        if (budget < 1) {
            return false;
        }
        budget--;
        return true;
    }

    private synchronized void earn() {
        budget = Math.min(BUDGET, budget + EARNED_BY_SUCCESS);
    }

    private boolean paused(Duration pause) {
        try {
            sleeper.sleep(pause);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
