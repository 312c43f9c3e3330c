package dev.finetuning.training.follow;

import java.time.Duration;

/**
 * How long to wait for a job. While the job is paused, only the total counts.
 *
 * @param queued the maximum total time before it runs
 * @param running the maximum total time for which it runs
 * @param total the maximum time of the whole wait
 * @param model the maximum time from success until the model has a name
 */
public record Deadlines(Duration queued, Duration running, Duration total, Duration model) {
    private static final Duration MODEL = Duration.ofMinutes(15);

    /** A day in the queue, two days running, three days in total, and fifteen minutes for the model's name. */
    public static final Deadlines DEFAULT = new Deadlines(Duration.ofDays(1), Duration.ofDays(2), Duration.ofDays(3));

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if one is not positive
     */
    public Deadlines {
        if (!positive(queued) || !positive(running) || !positive(total) || !positive(model)) {
            throw new IllegalArgumentException(
                    "deadlines must be positive: " + queued + ", " + running + ", " + total + ", " + model);
        }
    }

    /** Deadlines with fifteen minutes for the model's name. */
    public Deadlines(Duration queued, Duration running, Duration total) {
        this(queued, running, total, MODEL);
    }

    /** Deadlines with a total only. */
    public static Deadlines total(Duration total) {
        return new Deadlines(total, total, total);
    }

    /** These deadlines with another time for the model's name. */
    public Deadlines withModel(Duration maximum) {
        return new Deadlines(queued, running, total, maximum);
    }

    private static boolean positive(Duration duration) {
        return !duration.isZero() && !duration.isNegative();
    }
}
