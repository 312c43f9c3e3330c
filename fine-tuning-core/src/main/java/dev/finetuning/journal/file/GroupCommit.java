package dev.finetuning.journal.file;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Lets concurrent writers share one write and one force: whoever finds nobody writing writes for all
 * who wait by then. Thread-safe.
 */
final class GroupCommit {
    private static final int MAX_GROUP = 1024;

    private final Consumer<List<PendingAppend>> commit;
    private final Queue<PendingAppend> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean writing = new AtomicBoolean();

    /** Takes what writes a group; it must finish every append it is given. */
    GroupCommit(Consumer<List<PendingAppend>> commit) {
        this.commit = commit;
    }

    /** Waits until the append is done, by this thread or another. An interrupt is kept for later. */
    void await(PendingAppend append) {
        waiting.add(append);
        boolean interrupted = false;
        while (!append.done()) {
            if (writing.compareAndSet(false, true)) {
                writeForAll();
            } else {
                LockSupport.park(this);
                interrupted |= Thread.interrupted();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void writeForAll() {
        try {
            List<PendingAppend> group = new ArrayList<>();
            for (PendingAppend next; group.size() < MAX_GROUP && (next = waiting.poll()) != null; ) {
                group.add(next);
            }
            if (!group.isEmpty()) {
                commit.accept(group);
            }
        } finally {
            writing.set(false);
            PendingAppend next = waiting.peek();
            if (next != null) {
                next.wake();
            }
        }
    }
}
