package dev.finetuning.journal;

import org.jspecify.annotations.Nullable;

/**
 * The store could not be read or written: a full disk, a lost connection, a closed journal. If {@link
 * #outcomeUnknown} is true, the append may have happened nevertheless; read to find out.
 */
public final class JournalUnavailableException extends JournalException {
    private static final long serialVersionUID = 1L;

    private final boolean outcomeUnknown;

    /** An exception with what was tried and why it failed. */
    public JournalUnavailableException(
            String stream, String message, boolean outcomeUnknown, @Nullable Throwable cause) {
        super(stream, message + (outcomeUnknown ? "; whether it was written is unknown, read to find out" : ""), cause);
        this.outcomeUnknown = outcomeUnknown;
    }

    /** Whether the entries of the failed append may be in the stream nevertheless. */
    public boolean outcomeUnknown() {
        return outcomeUnknown;
    }
}
