package dev.finetuning.dataset;

import dev.finetuning.FineTuningException;
import dev.finetuning.source.RejectedRecord;
import java.util.List;

/** A source has more unusable records than the limit allows. Nothing from it was added. */
public final class TooManyRejectedException extends FineTuningException {
    private static final long serialVersionUID = 1L;

    private final String source;
    private final long rejected;
    private final transient RejectedRecord last;
    private transient List<RejectedRecord> rejections = List.of();

    TooManyRejectedException(String source, long rejected, String limit, RejectedRecord last) {
        super(source + ": " + rejected + " records were rejected, " + limit + ". The last: " + last
                + " Fix the source, or allow more with rejectLimit(RejectLimit.share(…)) or RejectLimit.none().");
        this.source = source;
        this.rejected = rejected;
        this.last = last;
    }

    /** The source's name. */
    public String source() {
        return source;
    }

    /** How many records had been rejected when reading stopped. */
    public long rejected() {
        return rejected;
    }

    /** Keeps what was rejected. */
    TooManyRejectedException of(List<RejectedRecord> all) {
        rejections = List.copyOf(all);
        return this;
    }

    /** The records rejected until then, in order; empty if they were not collected. */
    public List<RejectedRecord> rejections() {
        return rejections;
    }

    /** The record whose rejection exceeded the limit. */
    public RejectedRecord last() {
        return last;
    }
}
