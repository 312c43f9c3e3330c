package dev.finetuning.training.follow;

import dev.finetuning.training.JobPhase;
import dev.finetuning.training.TrainingJob;

/**
 * How a wait for a job ended. Running out of time is a result like any other: the job continues at its
 * provider, and you can wait for it again by its id.
 *
 * @param job the job as last seen
 * @param ending why the wait ended
 */
public record WaitResult(TrainingJob job, Ending ending) {
    /** Why a wait ended. */
    public enum Ending {
        /** The job is over: succeeded with a model that has a name, failed or cancelled. */
        FINISHED,
        /** The job is validated and needs a launch, which the waiter was told not to do. */
        RESTING,
        /** The job did not start within its deadline. */
        QUEUED_TOO_LONG,
        /** The job ran for longer than its deadline. */
        RAN_TOO_LONG,
        /** The job succeeded, but the provider did not name the model within the deadline. */
        NO_MODEL,
        /** The wait as a whole took longer than its deadline. */
        OUT_OF_TIME,
        /** The waiting thread was interrupted; its interrupt flag is set again. */
        INTERRUPTED
    }

    /** Whether the job succeeded. */
    public boolean succeeded() {
        return ending == Ending.FINISHED && job.status().phase() == JobPhase.SUCCEEDED;
    }

    /** Whether a deadline passed. */
    public boolean timedOut() {
        return switch (ending) {
            case QUEUED_TOO_LONG, RAN_TOO_LONG, NO_MODEL, OUT_OF_TIME -> true;
            case FINISHED, RESTING, INTERRUPTED -> false;
        };
    }

    /**
     * The id of the tuned model.
     *
     * @throws TrainingFailedException unless the job succeeded; says how the job or the wait ended
     */
    public String modelOrThrow() {
        return job.model().filter(model -> succeeded()).orElseThrow(() -> new TrainingFailedException(this));
    }
}
