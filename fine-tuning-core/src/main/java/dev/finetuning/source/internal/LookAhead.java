package dev.finetuning.source.internal;

import dev.finetuning.source.ReadResult;
import dev.finetuning.source.Records;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** The iterator's half of an open source; subclasses find the next result. */
public abstract class LookAhead implements Records {
    private @Nullable ReadResult ahead;
    private boolean ended;

    /** The next result, or null at the end; not called again after that. */
    protected abstract @Nullable ReadResult advance();

    @Override
    public boolean hasNext() {
        if (ahead == null && !ended) {
            ahead = advance();
            ended = ahead == null;
        }
        return ahead != null;
    }

    @Override
    public ReadResult next() {
        ReadResult result = hasNext() ? ahead : null;
        if (result == null) {
            throw new NoSuchElementException("the source has ended");
        }
        ahead = null;
        return result;
    }
}
