package dev.finetuning;

/**
 * Hears of progress. Called often and from the thread that works, so it should return quickly. An
 * exception it throws ends the work and reaches the caller, unless whoever takes the listener says
 * otherwise.
 */
@FunctionalInterface
public interface ProgressListener {
    /** Takes the newest state of the work. */
    void onProgress(Progress progress);

    /** A listener that does nothing. */
    static ProgressListener none() {
        return progress -> {};
    }

    /** The same listener, whose first failure is logged and whose failures end no work. */
    static ProgressListener unfailing(ProgressListener listener) {
        return new UnfailingListener(listener);
    }
}
