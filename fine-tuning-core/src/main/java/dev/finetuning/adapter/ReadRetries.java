package dev.finetuning.adapter;

import dev.finetuning.Sleeper;
import dev.finetuning.provider.ProviderException;
import dev.finetuning.provider.ProviderFaultException;
import dev.finetuning.provider.RetryLaterException;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Repeats a read that failed in a way that may pass: a busy host, a lost connection, an answer cut short.
 * For reads alone: what changes or costs anything is sent once, whatever happens. Thread-safe.
 *
 * <p>Pauses are random below a doubling cap (full jitter, as in Brooker's "Exponential Backoff And
 * Jitter", AWS Architecture Blog, 2015) and never shorter than the host asks. Where it asks for more than
 * the patience that is left, the failure goes to the caller at once, with what the host asked for.
 *
 * <p>All reads draw on one budget, which failures use up and successes fill slowly (as in gRPC's retry
 * throttling, proposal A6). So an outage that everyone notices at once is not made worse by repeating.
 */
public final class ReadRetries {
    /** Ten seconds: enough for a hiccup; what takes longer is the caller's to wait for. */
    public static final Duration DEFAULT_PATIENCE = Duration.ofSeconds(10);

    private static final Duration FIRST_CAP = Duration.ofMillis(500);
    private static final Duration LAST_CAP = Duration.ofSeconds(8);
    private static final int MOST_REPEATS = 4;
    private static final double BUDGET = 10;
    private static final double EARNED_BY_SUCCESS = 0.1;

    private final Duration patience;
    private final Sleeper sleeper;
    private final RandomGenerator random;
    private double budget = BUDGET;

    /**
     * Retries of one host.
     *
     * @param patience the most that the pauses of one read may take together; zero never repeats
     * @param sleeper how to pause
     * @param random where jitter comes from; asked by one thread at a time
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
     * Reads, again where that may help. An interrupt ends the pause, and the failure before it is thrown.
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
                if (repeats == MOST_REPEATS || patience.isZero() || left.isNegative() || !spend() || !paused(pause)) {
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
