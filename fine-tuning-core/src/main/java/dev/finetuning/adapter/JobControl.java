package dev.finetuning.adapter;

import dev.finetuning.provider.NotFoundException;
import dev.finetuning.provider.ProviderException;
import dev.finetuning.provider.ProviderFaultException;
import dev.finetuning.provider.RequestRejectedException;
import dev.finetuning.provider.RetryLaterException;
import dev.finetuning.training.JobPhase;
import dev.finetuning.training.TrainingJob;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Changes a job or a batch by a request that is sent once. If the provider refuses, or its answer is lost, the job itself
 * shows whether it is already where it should be: a job that is over cannot be cancelled and need not be.
 */
public final class JobControl {
    private JobControl() {}

    /** Cancels a job; a job that is over or being cancelled is left as it is. */
    public static TrainingJob cancel(Supplier<TrainingJob> look, Supplier<TrainingJob> cancel) {
        TrainingJob job = look.get();
        return isEnding(job) ? job : steer(look, cancel, JobControl::isEnding);
    }

    private static boolean isEnding(TrainingJob job) {
        return job.status().terminal() || job.status().phase() == JobPhase.CANCELLING;
    }

    /**
     * Sends a request that changes a job.
     *
     * @param <T> a job or a batch
     * @param look reads the job
     * @param verb sends the request and returns the job from its answer
     * @param done whether a job is already where the request should bring it
     * @throws ProviderException the failure of the request, if the job is not there
     */
    public static <T> T steer(Supplier<T> look, Supplier<T> verb, Predicate<T> done) {
        try {
            return verb.get();
        } catch (NotFoundException e) {
            throw e;
        } catch (RetryLaterException | ProviderFaultException | RequestRejectedException e) {
            return doneAllTheSame(look, done, e);
        }
    }

    private static <T> T doneAllTheSame(Supplier<T> look, Predicate<T> done, ProviderException failure) {
        try {
            T now = look.get();
            if (done.test(now)) {
                return now;
            }
        } catch (ProviderException e) {
            failure.addSuppressed(e);
        }
        throw failure;
    }
}
