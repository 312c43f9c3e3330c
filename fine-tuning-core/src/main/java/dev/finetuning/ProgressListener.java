package dev.finetuning;

/**
 * Hears of progress. Called often and from the thread that works, so it should return quickly; an
 * exception it throws ends the work and reaches the caller.
 */
@FunctionalInterface
public interface ProgressListener {
    /** Takes the newest state of the work. */
    void onProgress(Progress progress);

    /** A listener that does nothing. */
    static ProgressListener none() {
        return progress -> {};
    }
}
