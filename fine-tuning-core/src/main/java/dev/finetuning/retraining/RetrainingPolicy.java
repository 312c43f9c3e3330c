package dev.finetuning.retraining;

import dev.finetuning.schedule.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Decides when to train again. It is asked only while no round is under way. Combine policies with {@link #or}; one of
 * your own may look at anything. {@link dev.finetuning.drift.DriftWatch#policy} trains when production drifts, {@link
 * dev.finetuning.notification.RetirementGuard#policy} when a base model is about to be shut down. Implementations are
 * thread-safe.
 */
@FunctionalInterface
public interface RetrainingPolicy {
    /** Why it is time to train with the examples that wait; empty if it is not. Asked only while some wait. */
    Optional<String> due(QueueStatus status);

    /**
     * Why it is time to train although no example waits, so that all data is what earlier rounds had, too; empty, as by
     * default, if that is no use.
     */
    default Optional<String> dueWithoutExamples(QueueStatus status) {
        return Optional.empty();
    }

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

    /**
     * At the times of a schedule, such as every Sunday at night: as soon as a time has come since the last round began,
     * or since the oldest example waits if there was no round.
     */
    static RetrainingPolicy at(Schedule schedule) {
        return status -> status.lastRound()
                .or(status::oldest)
                .flatMap(schedule::next)
                .filter(time -> !status.now().isBefore(time))
                .map(time -> "it was scheduled for " + time);
    }

    /** As soon as either is due. */
    default RetrainingPolicy or(RetrainingPolicy other) {
        return new EitherPolicy(this, other);
    }

    private static void positive(Duration time) {
        if (time.isZero() || time.isNegative()) {
            throw new IllegalArgumentException("the time must be positive: " + time);
        }
    }
}
