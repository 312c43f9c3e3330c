package dev.finetuning.openweights.internal.job;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/**
 * Where the workers of jobs run: beside this process, or on other machines that see the pipeline's folder. What a
 * worker does stands in its job's folder either way; this starts it, and tells what the folder cannot. Thread-safe.
 */
public interface Workers extends AutoCloseable {
    /**
     * Requires that workers can be started at all, before a job is created.
     *
     * @throws dev.finetuning.provider.ProviderException if not
     */
    void require();

    /**
     * Starts a worker for a job that has none; harmless if it has one. Where no worker can do the job, it ends as failed.
     *
     * @throws dev.finetuning.provider.ProviderException if it cannot be known whether one will come; starting another
     *     later is harmless
     */
    void start(JobFolder job);

    /** What is known of a job's worker that does not hold its lock, as far as can be seen from here. */
    WorkerState state(JobFolder job);

    /**
     * Ends a worker that has not begun, whose order nobody would read.
     *
     * @param firmly whether to end one that is at work, too
     */
    void stop(JobFolder job, boolean firmly);

    /** What a job's workers have printed so far. */
    String log(JobFolder job);

    /** What the workers' machine calls a place of this one. */
    String seen(Path place);

    /** Lets go of connections. Workers go on. */
    @Override
    default void close() {}

    /** The end of a job that failed. */
    static Map<String, Object> outcome(String code, String message) {
        return Map.of(
                "phase",
                "FAILED",
                "failure",
                Map.of("code", Objects.requireNonNull(code), "message", Objects.requireNonNull(message)));
    }
}
