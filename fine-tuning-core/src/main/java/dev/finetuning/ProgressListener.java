package dev.finetuning;

/**
 * Receives progress reports. It is called often and on the working thread, so it should return quickly. An
 * exception that it throws ends the work and reaches the caller, unless the method that takes the listener
 * says otherwise.
 */
@FunctionalInterface
public interface ProgressListener {
    /** Called with the latest progress. */
    void onProgress(Progress progress);

    /** A listener that does nothing. */
    static ProgressListener none() {
        return progress -> {};
    }

    /**
     * A listener that passes progress on to another one, logs the first exception the other throws, and
     * never ends the work.
     */
    static ProgressListener unfailing(ProgressListener listener) {
        return new UnfailingListener(listener);
    }
}
