package dev.finetuning.spark;

import dev.finetuning.FineTuningException;
import java.io.IOException;
import java.util.concurrent.Callable;

/** What Spark throws for what a task threw. */
final class Failures {
    private Failures() {}

    /** Runs a job; if a task failed by an exception of this library, that is thrown, as it would be on one machine. */
    static <T> T unwrapped(Callable<T> job) throws IOException {
        try {
            return job.call();
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            // Spark throws checked exceptions that it does not declare
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof FineTuningException ours) {
                    throw ours;
                }
            }
            if (e instanceof RuntimeException unchecked) {
                throw unchecked;
            }
            throw new IOException("the Spark job failed", e);
        }
    }
}
