package dev.finetuning.console.lane;

import dev.finetuning.Sleeper;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lets people go first: long work that nobody looks at, such as the reading of an upload, rests for half of the time
 * while somebody waits for an answer. One for each piece of work, used by one thread; who waits is counted for the whole
 * process.
 */
public final class GivingWay {
    private static final long WORK_NANOS = Duration.ofMillis(4).toNanos();
    private static final Duration REST = Duration.ofMillis(4);
    private static final AtomicInteger WAITING = new AtomicInteger();

    private final Sleeper sleeper;
    private long begun = System.nanoTime();

    /** Work that begins now. */
    public GivingWay() {
        this(Sleeper.system());
    }

    /** The same with something else to rest by. */
    public GivingWay(Sleeper sleeper) {
        this.sleeper = sleeper;
    }

    /** Somebody waits from now on. */
    public static void enter() {
        WAITING.incrementAndGet();
    }

    /** Somebody has got the answer. */
    public static void leave() {
        WAITING.decrementAndGet();
    }

    /** How many wait. */
    public static int waiting() {
        return WAITING.get();
    }

    /** Rests if it is time to and somebody waits. Cheap, so that it may be called for each example. */
    public void step() {
        if (System.nanoTime() - begun < WORK_NANOS) {
            return;
        }
        if (waiting() > 0) {
            try {
                sleeper.sleep(REST);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        begun = System.nanoTime();
    }
}
