package dev.finetuning.training.follow;

import dev.finetuning.FineTuningException;
import dev.finetuning.training.TrainingJob;

/** The model of a job was requested, but the job has none: it failed, was cancelled, or is not over yet. */
public final class TrainingFailedException extends FineTuningException {
    private static final long serialVersionUID = 1L;

    private final transient WaitResult result;

    /** An exception for a wait without a model. */
    public TrainingFailedException(WaitResult result) {
        super(describe(result));
        this.result = result;
    }

    /** The job and how the wait ended. */
    public WaitResult result() {
        return result;
    }

    private static String describe(WaitResult result) {
        TrainingJob job = result.job();
        return "job " + job.id() + " has no model: its status is " + job.status() + ", the wait ended as "
                + result.ending()
                + job.failure()
                        .map(failure -> "; the provider says: " + failure.message())
                        .orElse("");
    }
}
