package dev.finetuning.training.follow;

import dev.finetuning.Progress;
import dev.finetuning.training.TrainingEvent;
import dev.finetuning.training.TrainingJob;
import java.time.Duration;

/**
 * Receives what happens to a job that is followed. The calls for one job are made one after another, not
 * necessarily on the same thread. Exceptions are logged and otherwise ignored, because a fault in a
 * listener must not end the wait for a paid job.
 */
public interface JobListener {
    /** Called when the job's status has changed, and once at the start. */
    default void onStatus(TrainingJob job) {}

    /** Called for each event once; the events of one look come in the order in which they happened. */
    default void onEvent(TrainingJob job, TrainingEvent event) {}

    /** Called when the job's metrics show how far it has come. */
    default void onProgress(TrainingJob job, Progress progress) {}

    /** Called when a look has failed and will be repeated after the pause. */
    default void onRetry(String jobId, RuntimeException failure, Duration pause) {}

    /** Called once when the job's events cannot be read; the wait continues without them. */
    default void onEventsUnread(String jobId, RuntimeException failure) {}

    /** A listener that does nothing. */
    static JobListener none() {
        return new JobListener() {};
    }
}
