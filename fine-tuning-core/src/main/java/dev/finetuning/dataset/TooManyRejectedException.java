package dev.finetuning.dataset;

import dev.finetuning.FineTuningException;
import dev.finetuning.source.RejectedRecord;

/** More records of a source are unusable than its user accepts. Nothing of the source was added. */
public final class TooManyRejectedException extends FineTuningException {
    private static final long serialVersionUID = 1L;

    private final String source;
    private final long rejected;
    private final transient RejectedRecord last;

    TooManyRejectedException(String source, long rejected, String limit, RejectedRecord last) {
        super(source + ": " + rejected + " records were rejected, " + limit + ". The last: " + last);
        this.source = source;
        this.rejected = rejected;
        this.last = last;
    }

    /** The source's name. */
    public String source() {
        return source;
    }

    /** How many were rejected when reading stopped. */
    public long rejected() {
        return rejected;
    }

    /** The rejection that was one too many. */
    public RejectedRecord last() {
        return last;
    }
}
