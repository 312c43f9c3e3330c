package dev.finetuning.eval.internal;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Named threads that do not keep a process alive. */
public final class Threads {
    private static final long IDLE_SECONDS = 10;

    private Threads() {}

    static ThreadFactory daemon(String name) {
        return runnable -> {
            Thread thread = new Thread(runnable, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    /** A pool that begins another thread only where all are busy, up to so many; then work queues up. */
    public static ExecutorService upTo(int maximum, String name) {
        return new ThreadPoolExecutor(
                0,
                maximum,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new IdleFirstQueue(),
                daemon(name),
                (work, pool) -> pool.getQueue().add(work));
    }

    /** Takes an offer only where a thread waits for it; the pool begins a thread for what is not taken. */
    private static final class IdleFirstQueue extends LinkedTransferQueue<Runnable> {
        private static final long serialVersionUID = 1L;

        @Override
        public boolean offer(Runnable work) {
            return tryTransfer(work);
        }

        @Override
        public boolean add(Runnable work) {
            return super.offer(work);
        }
    }
}
