package dev.finetuning.asking;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets others interrupt a thread while it waits for a model or pauses, and at no other time: an
 * interrupt that hits a write to a file would close the file.
 */
final class CallGuard {
    private @Nullable Thread interruptible;
    private boolean pausing;
    private long calls;
    private long expiredCall = -1;
    private boolean cancelled;
    private boolean pausesOver;

    /** Runs a call that may be interrupted, and clears the interrupt behind it. */
    <T> T call(Supplier<T> call) {
        enter(false);
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

    /** Begins a pause; {@link #leave} ends it. */
    void enterPause() {
        enter(true);
    }

    private synchronized void enter(boolean toPause) {
        interruptible = Thread.currentThread();
        pausing = toPause;
        if (cancelled || (toPause && pausesOver)) {
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

    /** Ends the current pause, if there is one, and lets every later one end at once; calls go on. */
    synchronized void endPauses() {
        pausesOver = true;
        if (interruptible != null && pausing) {
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
