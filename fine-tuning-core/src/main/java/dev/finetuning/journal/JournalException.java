package dev.finetuning.journal;

import dev.finetuning.FineTuningException;
import org.jspecify.annotations.Nullable;

/** A journal operation failed. The subtype says what the caller can do about it. */
public abstract class JournalException extends FineTuningException {
    private static final long serialVersionUID = 1L;

    private final String stream;

    protected JournalException(String stream, String message, @Nullable Throwable cause) {
        super("journal stream \"" + stream + "\": " + message, cause);
        this.stream = stream;
    }

    /** The stream concerned. */
    public String stream() {
        return stream;
    }
}
