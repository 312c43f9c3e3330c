package dev.finetuning.training.follow;

import java.time.Duration;

/**
 * How long to wait for a job. A job that is paused counts against the total only.
 *
 * @param queued the longest it may sit before it runs
 * @param running the longest it may run
 * @param total the longest the wait may take in all
 */
public record Deadlines(Duration queued, Duration running, Duration total) {
    /** A day in the queue, two days running, three days in all. */
    public static final Deadlines DEFAULT = new Deadlines(Duration.ofDays(1), Duration.ofDays(2), Duration.ofDays(3));

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if one is not positive
     */
    public Deadlines {
        if (!positive(queued) || !positive(running) || !positive(total)) {
            throw new IllegalArgumentException("deadlines must be positive: " + queued + ", " + running + ", " + total);
        }
    }

    /** Only a total. */
    public static Deadlines total(Duration total) {
        return new Deadlines(total, total, total);
    }

    private static boolean positive(Duration duration) {
        return !duration.isZero() && !duration.isNegative();
    }
}
