package dev.finetuning.training.follow;

import dev.finetuning.Progress;
import dev.finetuning.training.TrainingEvent;
import dev.finetuning.training.TrainingJob;
import java.time.Duration;

/**
 * Hears what happens to a followed job. All calls for one job come one after another, though not always
 * from the same thread. What a listener throws is logged and otherwise ignored: a fault in a display
 * must not end the wait for a job that costs money.
 */
public interface JobListener {
    /** The job is in another status than before; also called for the first look. */
    default void onStatus(TrainingJob job) {}

    /** Something happened; each event comes once, and within one look in the order it happened. */
    default void onEvent(TrainingJob job, TrainingEvent event) {}

    /** The job's metrics told how far it has come. */
    default void onProgress(TrainingJob job, Progress progress) {}

    /** A look failed and will be repeated after the pause. */
    default void onRetry(String jobId, RuntimeException failure, Duration pause) {}

    /** The job's events could not be read, which is told once; the wait goes on without them. */
    default void onEventsUnread(String jobId, RuntimeException failure) {}

    /** A listener that does nothing. */
    static JobListener none() {
        return new JobListener() {};
    }
}
