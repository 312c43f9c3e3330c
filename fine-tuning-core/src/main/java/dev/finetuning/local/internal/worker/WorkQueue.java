package dev.finetuning.local.internal.worker;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Where workers run: the caller's executor, or one daemon thread of its own. */
public final class WorkQueue implements AutoCloseable {
    private static final long SECONDS_TO_STOP = 30;

    private final Executor executor;
    private final @Nullable ExecutorService owned;
    private volatile boolean closed;

    private WorkQueue(Executor executor, @Nullable ExecutorService owned) {
        this.executor = executor;
        this.owned = owned;
    }

    /** On an executor that the caller closes. */
    public static WorkQueue of(Executor given) {
        return new WorkQueue(given, null);
    }

    /** On a daemon thread that is ended with the queue. */
    public static WorkQueue own() {
        ExecutorService owned = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "fine-tuning-local");
            thread.setDaemon(true);
            return thread;
        });
        return new WorkQueue(owned, owned);
    }

    public void begin(JobWorker worker) {
        worker.begin(executor);
    }

    public boolean closed() {
        return closed;
    }

    /** Tells all workers to stop; its own thread is also ended, and waited for. */
    @Override
    public void close() {
        closed = true;
        if (owned != null) {
            owned.shutdown();
            awaitEnd(owned);
        }
    }

    private static void awaitEnd(ExecutorService service) {
        try {
            if (!service.awaitTermination(SECONDS_TO_STOP, TimeUnit.SECONDS)) {
                service.shutdownNow();
            }
        } catch (InterruptedException e) {
            service.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
