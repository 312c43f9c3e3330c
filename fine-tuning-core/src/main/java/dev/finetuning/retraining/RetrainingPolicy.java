package dev.finetuning.retraining;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Decides when to train again. It is asked only while examples wait and no round is under way. Combine policies with
 * {@link #or}; one of your own may look at anything, such as the drift of production scores. Implementations are
 * thread-safe.
 */
@FunctionalInterface
public interface RetrainingPolicy {
    /** Why it is time to train; empty if it is not. */
    Optional<String> due(QueueStatus status);

    /**
     * As soon as so many examples wait.
     *
     * @throws IllegalArgumentException if the number is below 1
     */
    static RetrainingPolicy afterExamples(long number) {
        if (number < 1) {
            throw new IllegalArgumentException("the number must be at least 1: " + number);
        }
        return status -> status.queued() >= number ? Optional.of(status.queued() + " examples wait") : Optional.empty();
    }

    /**
     * As soon as an example has waited for so long.
     *
     * @throws IllegalArgumentException if the time is not positive
     */
    static RetrainingPolicy afterWaiting(Duration longest) {
        positive(longest);
        return status -> status.oldest()
                .filter(since -> !status.now().isBefore(since.plus(longest)))
                .map(since -> "an example waits since " + since);
    }

    /**
     * At a steady pace: when so much time has passed since the last round began, and at once if there was none.
     *
     * @throws IllegalArgumentException if the time is not positive
     */
    static RetrainingPolicy every(Duration period) {
        positive(period);
        return status -> status.lastRound()
                        .map(begun -> begun.plus(period))
                        .filter(next -> status.now().isBefore(next))
                        .isPresent()
                ? Optional.empty()
                : Optional.of(status.lastRound()
                        .map((Instant begun) -> "the last round began at " + begun)
                        .orElse("there was no round yet"));
    }

    /** As soon as either is due. */
    default RetrainingPolicy or(RetrainingPolicy other) {
        return status -> due(status).or(() -> other.due(status));
    }

    private static void positive(Duration time) {
        if (time.isZero() || time.isNegative()) {
            throw new IllegalArgumentException("the time must be positive: " + time);
        }
    }
}
