package dev.finetuning.testing;

import dev.finetuning.training.JobPhase;
import dev.finetuning.training.JobStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The life of a scripted job: a sequence of statuses, each for a while, and a final one. Immutable.
 *
 * @param steps the statuses before the final one, in order
 * @param end the final status
 */
public record JobScript(List<Step> steps, JobStatus end) {
    /**
     * One status.
     *
     * @param status the status
     * @param lasts how long the job stays in it
     */
    public record Step(JobStatus status, Duration lasts) {}

    /** Copies the list. */
    public JobScript {
        steps = List.copyOf(steps);
    }

    /** A minute in the queue, ten minutes running, success. */
    public static JobScript succeeding() {
        return ending(JobPhase.SUCCEEDED)
                .then(JobPhase.QUEUED, Duration.ofMinutes(1))
                .then(JobPhase.RUNNING, Duration.ofMinutes(10));
    }

    /** A minute in the queue, five minutes running, failure. */
    public static JobScript failing() {
        return ending(JobPhase.FAILED)
                .then(JobPhase.QUEUED, Duration.ofMinutes(1))
                .then(JobPhase.RUNNING, Duration.ofMinutes(5));
    }

    /** A script with a final status only. */
    public static JobScript ending(JobPhase phase) {
        return new JobScript(List.of(), JobStatus.of(phase));
    }

    /** This script with another status before the final one. */
    public JobScript then(JobPhase phase, Duration lasts) {
        return then(JobStatus.of(phase), lasts);
    }

    /** This script with another status before the final one, in a provider's own word. */
    public JobScript then(JobStatus status, Duration lasts) {
        List<Step> more = new ArrayList<>(steps);
        more.add(new Step(status, lasts));
        return new JobScript(more, end);
    }

    /** Whether jobs wait in {@link JobPhase#VALIDATED} until they are launched. */
    public boolean rests() {
        return steps.stream().anyMatch(step -> step.status().phase() == JobPhase.VALIDATED);
    }
}
