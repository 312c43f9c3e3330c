package dev.finetuning;

import java.time.Duration;

/** The only class that sleeps. */
enum SystemSleeper implements Sleeper {
    INSTANCE;

    @Override
    public void sleep(Duration pause) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        if (pause.isNegative() || pause.isZero()) {
            return;
        }
        Thread.sleep(pause.toMillis(), pause.toNanosPart() % 1_000_000);
    }
}
