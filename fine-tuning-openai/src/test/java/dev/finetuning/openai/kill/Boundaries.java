package dev.finetuning.openai.kill;

import java.io.PrintStream;
import java.util.concurrent.CountDownLatch;

/** The moments just before and just after something becomes durable, counted until the one to die at. */
final class Boundaries {
    static final char HERE = '!';

    private final PrintStream signal;
    private final int fatal;
    private int passed;

    private Boundaries(int fatal, PrintStream signal) {
        this.fatal = fatal;
        this.signal = signal;
    }

    /** None is fatal. */
    static Boundaries harmless() {
        return new Boundaries(0, System.out);
    }

    /** At this boundary, counted from 1, the process asks on its output to be killed; 0 for never. */
    static Boundaries ofThisProcess(int fatal) {
        PrintStream signal = System.out;
        // whatever is logged must not look like the signal
        System.setOut(System.err);
        return new Boundaries(fatal, signal);
    }

    synchronized void pass() {
        if (++passed == fatal) {
            signal.print(HERE);
            signal.flush();
            waitForTheEnd();
        }
    }

    private static void waitForTheEnd() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted instead of killed", e);
        }
    }
}
