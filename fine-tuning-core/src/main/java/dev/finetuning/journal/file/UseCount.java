package dev.finetuning.journal.file;

import java.util.concurrent.atomic.AtomicInteger;

/** How many are using something that is closed once none of them does. Thread-safe. */
final class UseCount {
    private static final int CLOSED = 1 << 31;

    private final AtomicInteger users = new AtomicInteger();

    /** Counts one more; false if it is closed, and then nothing is counted. */
    boolean enter() {
        int before = users.getAndUpdate(count -> (count & CLOSED) != 0 ? count : count + 1);
        return (before & CLOSED) == 0;
    }

    /** Counts one less; true if it was the last of something closed, and so releases it. */
    boolean leave() {
        return users.decrementAndGet() == CLOSED;
    }

    /** Lets nobody in any more; true for the one caller who is to release it at once, as nobody uses it. */
    boolean close() {
        return users.getAndUpdate(count -> count | CLOSED) == 0;
    }
}
