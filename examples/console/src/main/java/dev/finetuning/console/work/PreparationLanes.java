package dev.finetuning.console.work;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * One thread for small datasets and one for large ones, so that a small one need not wait for a gigabyte, and memory
 * holds one of each.
 */
final class PreparationLanes implements AutoCloseable {
    private static final long LAST_WAIT_SECONDS = 10;

    private final ExecutorService small = lane("console preparing");
    private final ExecutorService large = lane("console preparing large");

    private static ExecutorService lane(String name) {
        ThreadPoolExecutor lane =
                new ThreadPoolExecutor(1, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
                    Thread thread = new Thread(work, name);
                    thread.setDaemon(true);
                    return thread;
                });
        lane.allowCoreThreadTimeOut(true);
        return lane;
    }

    void submit(Runnable work, boolean isSmall) {
        (isSmall ? small : large).execute(work);
    }

    /** What waits is not begun any more; what is going on has been told to end. */
    @Override
    public void close() {
        small.shutdownNow();
        large.shutdownNow();
        try {
            small.awaitTermination(LAST_WAIT_SECONDS, TimeUnit.SECONDS);
            large.awaitTermination(LAST_WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
