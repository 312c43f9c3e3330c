package dev.finetuning.source;

import dev.finetuning.FineTuningException;
import org.jspecify.annotations.Nullable;

/** One record cannot be used; those after it can. Dataset readers catch it, keep {@link #rejection} and continue. */
public final class MalformedRecordException extends FineTuningException {
    private static final long serialVersionUID = 1L;

    private final transient RejectedRecord rejection;

    /** An exception with a rejection. */
    public MalformedRecordException(RejectedRecord rejection) {
        this(rejection, null);
    }

    /** An exception with a rejection and a cause. */
    public MalformedRecordException(RejectedRecord rejection, @Nullable Throwable cause) {
        super(rejection.toString(), cause);
        this.rejection = rejection;
    }

    /** The rejected record. */
    public RejectedRecord rejection() {
        return rejection;
    }

    /** The source's name. */
    public String source() {
        return rejection.origin().source();
    }

    /** The line, counted from 1; 0 if there are no lines. */
    public long line() {
        return rejection.origin().line();
    }

    /** The JSON pointer or column, empty for the whole record. */
    public String field() {
        return rejection.pointer();
    }

    /** What to do about it. */
    public String remedy() {
        return rejection.remedy();
    }
}
