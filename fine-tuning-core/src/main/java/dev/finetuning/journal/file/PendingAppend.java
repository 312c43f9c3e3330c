package dev.finetuning.journal.file;

import dev.finetuning.journal.JournalEntry;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** An append that waits to be written together with others. */
final class PendingAppend {
    private final long expectedSize;
    private final List<JournalEntry> entries;
    private final boolean durable;
    private final Thread waiter = Thread.currentThread();
    private long size;
    private @Nullable RuntimeException failure;
    private volatile boolean done;

    /** An append by the current thread, which is the one woken at its end. */
    PendingAppend(long expectedSize, List<JournalEntry> entries, boolean durable) {
        this.expectedSize = expectedSize;
        this.entries = entries;
        this.durable = durable;
    }

    long expectedSize() {
        return expectedSize;
    }

    List<JournalEntry> entries() {
        return entries;
    }

    boolean durable() {
        return durable;
    }

    boolean done() {
        return done;
    }

    void succeed(long newSize) {
        size = newSize;
        finish();
    }

    void fail(RuntimeException reason) {
        failure = reason;
        finish();
    }

    private void finish() {
        done = true;
        wake();
    }

    void wake() {
        LockSupport.unpark(waiter);
    }

    /** The stream's size after the append; throws what went wrong instead. */
    long result() {
        if (failure != null) {
            throw failure;
        }
        return size;
    }
}
