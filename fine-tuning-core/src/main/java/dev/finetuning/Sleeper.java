package dev.finetuning;

import java.time.Duration;

/**
 * The one way this library waits. Everything that has to pause takes a {@code Sleeper}, so that
 * tests run hours of waiting in no time at all.
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

    /** The sleeper of the real world. */
    static Sleeper system() {
        return SystemSleeper.INSTANCE;
    }
}
