package dev.finetuning.search.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Threads that work side by side until all are done or one fails. */
public final class ParallelWork {
    private static final long PATIENCE_SECONDS = 60;

    private ParallelWork() {}

    /** Runs the same work several times at once; the first failure interrupts the others and is thrown. */
    public static void run(int number, Callable<Boolean> work) throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(number, task -> {
            Thread thread = new Thread(task, "hyperparameter search");
            thread.setDaemon(true);
            return thread;
        });
        try {
            CompletionService<Boolean> lanes = new ExecutorCompletionService<>(threads);
            List<Object> begun = new ArrayList<>();
            for (int i = 0; i < number; i++) {
                begun.add(lanes.submit(work));
            }
            for (int i = 0; i < begun.size(); i++) {
                lanes.take().get();
            }
        } catch (ExecutionException e) {
            throw unwrapped(e);
        } finally {
            threads.shutdownNow();
            threads.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
    }

    private static RuntimeException unwrapped(ExecutionException failure) throws InterruptedException {
        if (failure.getCause() instanceof InterruptedException) {
            throw new InterruptedException("the search was interrupted");
        }
        if (failure.getCause() instanceof Error error) {
            throw error;
        }
        return failure.getCause() instanceof RuntimeException known ? known : new IllegalStateException(failure);
    }
}
