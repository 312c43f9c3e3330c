package dev.finetuning.openweights.internal.job;

/**
 * What is known of a job's worker apart from its lock.
 *
 * @param kind whether there is one
 * @param word the word of whoever runs it; why it did not begin where it is {@link Kind#FAILED}
 */
public record WorkerState(Kind kind, String word) {
    /** There is none. */
    public static final WorkerState NONE = new WorkerState(Kind.NONE, "");
    /** It is at work. */
    public static final WorkerState AT_WORK = new WorkerState(Kind.AT_WORK, "");

    /** Whether there is a worker. */
    public enum Kind {
        /** There is none; starting one does no harm. */
        NONE,
        /** It was ordered and has not begun. */
        COMING,
        /** It has begun and not ended. */
        AT_WORK,
        /** Whoever runs it reports a state that this version does not know, so it may be at work. */
        UNKNOWN,
        /** It did not begin, and another would not either. */
        FAILED
    }

    /** Whether another worker must not be started. */
    boolean taken() {
        return kind == Kind.COMING || kind == Kind.AT_WORK || kind == Kind.UNKNOWN;
    }
}
