package dev.finetuning.local.internal.learning;

import dev.finetuning.FineTuningException;
import dev.finetuning.training.JobFailure;
import dev.finetuning.training.JobPhase;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Ends a job before its success; it never reaches a caller. */
public final class JobEndedException extends FineTuningException {
    private static final long serialVersionUID = 1L;

    private final JobPhase phase;
    private final transient @Nullable JobFailure failure;

    private JobEndedException(JobPhase phase, String message, @Nullable JobFailure failure) {
        super(message);
        this.phase = phase;
        this.failure = failure;
    }

    public static JobEndedException cancelled() {
        return new JobEndedException(JobPhase.CANCELLED, "the job was cancelled", null);
    }

    /** The worker has to stop although nothing is wrong with the job. */
    public static JobEndedException interrupted() {
        return new JobEndedException(JobPhase.FAILED, "the worker was stopped", null);
    }

    public static JobEndedException failed(JobFailure failure) {
        return new JobEndedException(JobPhase.FAILED, failure.message(), failure);
    }

    public JobPhase phase() {
        return phase;
    }

    public Optional<JobFailure> failure() {
        return Optional.ofNullable(failure);
    }
}
