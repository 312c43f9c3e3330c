package dev.finetuning.console.work;

import dev.finetuning.console.lane.WorkLane;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * One thread for small datasets and one for large ones, so that a small one need not wait for a gigabyte, and memory
 * holds one of each.
 */
final class PreparationLanes implements AutoCloseable {
    private static final long LAST_WAIT_SECONDS = 10;

    private final ExecutorService small = WorkLane.of("console preparing");
    private final ExecutorService large = WorkLane.of("console preparing large");

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
