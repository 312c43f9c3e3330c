package dev.finetuning;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The only class that sleeps. It parks, since {@link Thread#sleep(long, int)} of Java 17 rounds up to milliseconds. */
enum SystemSleeper implements Sleeper {
    INSTANCE;

    @Override
    public void sleep(Duration pause) throws InterruptedException {
        long nanos = TimeUnit.NANOSECONDS.convert(pause);
        long start = System.nanoTime();
        long left = nanos;
        requireUninterrupted();
        while (left > 0) {
            LockSupport.parkNanos(this, left);
            requireUninterrupted();
            left = nanos - (System.nanoTime() - start);
        }
    }

    private static void requireUninterrupted() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }
}
