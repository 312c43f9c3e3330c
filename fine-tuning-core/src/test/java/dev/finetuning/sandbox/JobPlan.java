package dev.finetuning.sandbox;

import java.time.Duration;

/**
 * How jobs of the sandbox run.
 *
 * @param validating how long the files are checked
 * @param queued how long the job then waits
 * @param epoch how long each epoch then takes
 * @param epochs how many there are where the request leaves it open
 */
public record JobPlan(Duration validating, Duration queued, Duration epoch, int epochs) {
    /** Ten seconds of checking, twenty of waiting, a minute for each of three epochs. */
    public static final JobPlan USUAL =
            new JobPlan(Duration.ofSeconds(10), Duration.ofSeconds(20), Duration.ofMinutes(1), 3);
    /** Everything at once. */
    public static final JobPlan AT_ONCE = new JobPlan(Duration.ZERO, Duration.ZERO, Duration.ZERO, 3);
}
