package dev.finetuning.journal;

import org.jspecify.annotations.Nullable;

/**
 * Acknowledged entries are damaged or missing. Nothing is repaired or dropped by itself: restore the
 * store from a copy.
 */
public final class CorruptJournalException extends JournalException {
    private static final long serialVersionUID = 1L;

    private final String source;
    private final long position;

    /**
     * Names the damage.
     *
     * @param source the file or table
     * @param position the byte offset, or the entry's number where the store has no bytes
     */
    public CorruptJournalException(
            String stream, String source, long position, String reason, @Nullable Throwable cause) {
        super(stream, source + " at " + position + ": " + reason + "; restore it from a copy", cause);
        this.source = source;
        this.position = position;
    }

    /** The file or table that is damaged. */
    public String source() {
        return source;
    }

    /** Where: a byte offset in a file, an entry's number in a table. */
    public long position() {
        return position;
    }
}
