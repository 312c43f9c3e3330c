package dev.finetuning.training.follow;

import dev.finetuning.training.JobPhase;
import dev.finetuning.training.TrainingJob;

/**
 * How a wait for a job ended. A wait that ran out of time is a result like any other: the job goes on
 * at its provider and can be waited for again by its id.
 *
 * @param job the job as last seen
 * @param ending why the wait ended
 */
public record WaitResult(TrainingJob job, Ending ending) {
    /** Why a wait ended. */
    public enum Ending {
        /** The job is over: succeeded with a model that has a name, failed or cancelled. */
        FINISHED,
        /** The job is validated and waits to be launched, which the waiter was told not to do. */
        RESTING,
        /** The job sat unstarted for longer than its deadline. */
        QUEUED_TOO_LONG,
        /** The job ran for longer than its deadline. */
        RAN_TOO_LONG,
        /** The job succeeded, but its provider named no model within the deadline for that. */
        NO_MODEL,
        /** The wait as a whole took longer than its deadline. */
        OUT_OF_TIME,
        /** The waiting thread was interrupted; its interrupt flag is set again. */
        INTERRUPTED
    }

    /** Whether the job ended well. */
    public boolean succeeded() {
        return ending == Ending.FINISHED && job.status().phase() == JobPhase.SUCCEEDED;
    }

    /** Whether one of the deadlines passed first. */
    public boolean timedOut() {
        return switch (ending) {
            case QUEUED_TOO_LONG, RAN_TOO_LONG, NO_MODEL, OUT_OF_TIME -> true;
            case FINISHED, RESTING, INTERRUPTED -> false;
        };
    }

    /**
     * The id of the tuned model.
     *
     * @throws TrainingFailedException unless the job succeeded, saying how it or the wait ended
     */
    public String modelOrThrow() {
        return job.model().filter(model -> succeeded()).orElseThrow(() -> new TrainingFailedException(this));
    }
}
