package dev.finetuning.console.lane;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A thread for long work beside those who ask, which does one piece after another and ends while there is none. */
public final class WorkLane {
    private static final long IDLE_SECONDS = 10;

    private WorkLane() {}

    /**
     * A lane of its own.
     *
     * @param name of its thread
     */
    public static ExecutorService of(String name) {
        ThreadPoolExecutor lane =
                new ThreadPoolExecutor(1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
                    Thread thread = new Thread(work, name);
                    thread.setDaemon(true);
                    return thread;
                });
        lane.allowCoreThreadTimeOut(true);
        return lane;
    }
}
