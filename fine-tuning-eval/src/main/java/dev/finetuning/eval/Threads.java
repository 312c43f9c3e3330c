package dev.finetuning.eval;

import java.util.concurrent.ThreadFactory;

/** Named threads that do not keep a process alive. */
final class Threads {
    private Threads() {}

    static ThreadFactory daemon(String name) {
        return runnable -> {
            Thread thread = new Thread(runnable, name);
            thread.setDaemon(true);
            return thread;
        };
    }
}
