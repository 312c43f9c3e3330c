package dev.finetuning.eval;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets others interrupt a thread while it waits for a model or pauses, and at no other time: an
 * interrupt that hits a write to a file would close the file.
 */
final class CallGuard {
    private @Nullable Thread interruptible;
    private long calls;
    private long expiredCall = -1;
    private boolean cancelled;

    /** Runs a call that may be interrupted, and clears the interrupt behind it. */
    <T> T call(Supplier<T> call) {
        enter();
        try {
            return call.get();
        } finally {
            leave();
        }
    }

    /** The number of the call that comes next; an alarm set for one call never ends another. */
    synchronized long nextCall() {
        return calls;
    }

    synchronized void enter() {
        interruptible = Thread.currentThread();
        if (cancelled) {
            Thread.currentThread().interrupt();
        }
    }

    synchronized void leave() {
        interruptible = null;
        calls++;
        Thread.interrupted();
    }

    /** Ends that call, if it still runs, because its deadline has passed. */
    synchronized void expire(long call) {
        if (interruptible != null && call == calls) {
            expiredCall = call;
            interruptible.interrupt();
        }
    }

    /** Ends the current call, if there is one, and lets every later one end at once. */
    synchronized void cancel() {
        cancelled = true;
        if (interruptible != null) {
            interruptible.interrupt();
        }
    }

    /** Whether the last call was ended by its deadline. */
    synchronized boolean expired() {
        return expiredCall == calls - 1;
    }

    synchronized boolean cancelled() {
        return cancelled;
    }
}
