package dev.finetuning.testing;

import dev.finetuning.Sleeper;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * A clock that only moves when told to: by {@link #advance}, or by sleeping, which returns at once and
 * moves the clock by the same duration. Thread-safe.
 */
public final class ManualTime implements InstantSource, Sleeper {
    private Instant now;

    private ManualTime(Instant start) {
        this.now = start;
    }

    /** A clock that starts at an instant. */
    public static ManualTime startingAt(Instant start) {
        return new ManualTime(start);
    }

    /** A clock that starts at 2026-01-01T00:00:00Z. */
    public static ManualTime create() {
        return startingAt(Instant.parse("2026-01-01T00:00:00Z"));
    }

    @Override
    public synchronized Instant instant() {
        return now;
    }

    /**
     * Moves the clock forward.
     *
     * @throws IllegalArgumentException if the step is negative
     */
    public synchronized void advance(Duration step) {
        if (step.isNegative()) {
            throw new IllegalArgumentException("time does not go back: " + step);
        }
        now = now.plus(step);
    }

    @Override
    public void sleep(Duration pause) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        if (!pause.isNegative()) {
            advance(pause);
        }
    }
}
