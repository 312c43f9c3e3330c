package dev.finetuning.journal;

import org.jspecify.annotations.Nullable;

/** Acknowledged entries are damaged or missing. Nothing is repaired automatically: restore the store from a backup. */
public final class CorruptJournalException extends JournalException {
    private static final long serialVersionUID = 1L;

    private final String source;
    private final long position;

    /**
     * An exception for damage at a position.
     *
     * @param source the file or table
     * @param position the byte offset, or the entry's number if the store has no bytes
     */
    public CorruptJournalException(
            String stream, String source, long position, String reason, @Nullable Throwable cause) {
        super(stream, source + " at " + position + ": " + reason + "; restore it from a copy", cause);
        this.source = source;
        this.position = position;
    }

    /** The damaged file or table. */
    public String source() {
        return source;
    }

    /** The position: a byte offset in a file, or an entry's number in a table. */
    public long position() {
        return position;
    }
}
