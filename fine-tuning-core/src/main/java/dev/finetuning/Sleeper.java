package dev.finetuning;

import java.time.Duration;

/**
 * How this library waits. Everything that pauses takes a {@code Sleeper}, so that tests can let hours pass
 * instantly.
 */
@FunctionalInterface
public interface Sleeper {
    /**
     * Pauses the current thread.
     *
     * @param pause how long; zero or negative returns at once
     * @throws InterruptedException if the thread is interrupted before or while it waits
     */
    void sleep(Duration pause) throws InterruptedException;

    /** The sleeper that really sleeps. */
    static Sleeper system() {
        return SystemSleeper.INSTANCE;
    }
}
