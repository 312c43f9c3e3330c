package dev.finetuning.source;

import dev.finetuning.FineTuningException;
import org.jspecify.annotations.Nullable;

/**
 * One record cannot be used; the ones after it can. Readers of whole datasets catch it and go on,
 * keeping {@link #rejection}.
 */
public final class MalformedRecordException extends FineTuningException {
    private static final long serialVersionUID = 1L;

    private final transient RejectedRecord rejection;

    /** With the rejection. */
    public MalformedRecordException(RejectedRecord rejection) {
        this(rejection, null);
    }

    /** With the rejection and what led to it. */
    public MalformedRecordException(RejectedRecord rejection, @Nullable Throwable cause) {
        super(rejection.toString(), cause);
        this.rejection = rejection;
    }

    /** The whole finding. */
    public RejectedRecord rejection() {
        return rejection;
    }

    /** The source's name. */
    public String source() {
        return rejection.origin().source();
    }

    /** The line, counted from 1; 0 where lines mean nothing. */
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
