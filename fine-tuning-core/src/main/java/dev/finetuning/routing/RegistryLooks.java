package dev.finetuning.routing;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the registry, one at a time: however many questions come during a look, they share it or the next one.
 * Thread-safe.
 */
final class RegistryLooks {
    private final Runnable look;
    private final Executor executor;
    private @Nullable CompletableFuture<Void> running;
    private @Nullable CompletableFuture<Void> next;

    /**
     * Looks by an executor.
     *
     * @param look one look; never throws
     */
    RegistryLooks(Runnable look, Executor executor) {
        this.look = look;
        this.executor = executor;
    }

    /** The end of a look that begins from now on. */
    CompletableFuture<Void> fresh() {
        synchronized (this) {
            if (running != null) {
                next = next == null ? new CompletableFuture<>() : next;
                return next;
            }
        }
        return current();
    }

    /** The end of the look that has begun; begins one if there is none. */
    CompletableFuture<Void> current() {
        CompletableFuture<Void> mine = new CompletableFuture<>();
        synchronized (this) {
            if (running != null) {
                return running;
            }
            running = mine;
        }
        start();
        return mine;
    }

    synchronized boolean isRunning() {
        return running != null;
    }

    private void start() {
        try {
            executor.execute(this::lookUntilNobodyWaits);
        } catch (RejectedExecutionException busy) {
            lookUntilNobodyWaits();
        }
    }

    private void lookUntilNobodyWaits() {
        boolean wanted = true;
        while (wanted) {
            look.run();
            wanted = end();
        }
    }

    /** Ends the look; says whether another one is waited for. */
    private boolean end() {
        CompletableFuture<Void> over;
        boolean wanted;
        synchronized (this) {
            over = running;
            running = next;
            next = null;
            wanted = running != null;
        }
        if (over != null) {
            over.complete(null);
        }
        return wanted;
    }
}
