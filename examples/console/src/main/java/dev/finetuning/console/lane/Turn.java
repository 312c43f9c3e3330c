package dev.finetuning.console.lane;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/**
 * A turn at the processors for work that goes through whole datasets. Half of the processors do such work; the others are
 * for those who look at something meanwhile. Who comes first has the first turn. Used by one thread.
 */
public final class Turn implements AutoCloseable {
    private static final Semaphore TURNS =
            new Semaphore(Math.max(1, Runtime.getRuntime().availableProcessors() / 2), true);
    /** How long somebody else waits at most for work that {@linkplain #step steps}. */
    private static final long SLICE_NANOS = Duration.ofMillis(250).toNanos();

    private long begun;

    private Turn() {
        begin();
    }

    /** Waits for a turn. Close it soon, and wait for nothing else meanwhile. */
    public static Turn take() {
        return new Turn();
    }

    /** Some work. */
    @FunctionalInterface
    public interface Work<T> {
        /** Does it. */
        T run() throws IOException;
    }

    /** Does some work in a turn. */
    public static <T> T with(Work<T> work) throws IOException {
        Turn turn = take();
        try {
            return work.run();
        } finally {
            turn.close();
        }
    }

    private void begin() {
        TURNS.acquireUninterruptibly();
        begun = System.nanoTime();
    }

    /** Lets others have a turn if it is time to and somebody waits. Cheap, so that it may be called for each example. */
    public void step() {
        if (System.nanoTime() - begun > SLICE_NANOS && TURNS.hasQueuedThreads()) {
            TURNS.release();
            begin();
        }
    }

    @Override
    public void close() {
        TURNS.release();
    }
}
