package dev.finetuning.dataset;

import dev.finetuning.source.RejectedRecord;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * How many records of a source may be rejected before the whole source is.
 *
 * @param count the maximum number of records, at least 0
 * @param share the maximum share of all records of the source, 0 to 1
 */
public record RejectLimit(long count, double share) {
    /** The share that is accepted without asking. */
    private static final double STANDARD_SHARE = 0.1;

    /** Checks the ranges. */
    public RejectLimit {
        if (count < 0 || !(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException(
                    "count must not be negative and share within 0..1: " + count + ", " + share);
        }
    }

    /** The default: at most a tenth of a source's records. */
    public static RejectLimit standard() {
        return share(STANDARD_SHARE);
    }

    /** No limit; rejected records are only collected. */
    public static RejectLimit none() {
        return new RejectLimit(Long.MAX_VALUE, 1);
    }

    /** At most this many records. */
    public static RejectLimit count(long most) {
        return new RejectLimit(most, 1);
    }

    /** At most this share of a source's records. */
    public static RejectLimit share(double most) {
        return new RejectLimit(Long.MAX_VALUE, most);
    }

    /**
     * Refuses a source of which everything is known by now.
     *
     * @param source its name
     * @param rejected how many of its records were rejected
     * @param accepted how many were not
     * @param rejection gives the rejection of a number, counted from 1 in the order of the source
     * @throws TooManyRejectedException if there were too many
     */
    public void check(String source, long rejected, long accepted, LongFunction<RejectedRecord> rejection) {
        if (rejected > count) {
            checkCount(source, count + 1, rejection.apply(count + 1));
        }
        if (rejected > 0) {
            checkShare(source, rejected, accepted, rejection.apply(rejected));
        }
    }

    void checkCount(String source, long rejected, RejectedRecord last) {
        if (rejected > count) {
            throw new TooManyRejectedException(source, rejected, "more than " + count, last);
        }
    }

    void checkShare(String source, long rejected, long read, @Nullable RejectedRecord last) {
        if (last != null && share < 1 && rejected > share * (rejected + read)) {
            throw new TooManyRejectedException(
                    source, rejected, "of " + (rejected + read) + " in all, a share above " + share, last);
        }
    }
}
