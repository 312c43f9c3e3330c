package dev.finetuning.internal.threads;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Daemon threads, as many as there is work at once. Idle ones end soon, because they keep the library's class loader. */
public final class BriefThreads {
    private static final long IDLE_SECONDS = 2;

    private BriefThreads() {}

    /** An executor that refuses nothing and need not be closed. */
    public static ExecutorService named(String name) {
        return new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), work -> {
                    Thread thread = new Thread(work, name);
                    thread.setDaemon(true);
                    return thread;
                });
    }
}
