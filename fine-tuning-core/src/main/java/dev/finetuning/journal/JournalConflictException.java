package dev.finetuning.journal;

/** Another writer has extended the stream. Nothing was written: read the new entries, decide again, append again. */
public final class JournalConflictException extends JournalException {
    private static final long serialVersionUID = 1L;

    private final long expectedSize;
    private final long actualSize;

    /** An exception with the expected and the actual size. */
    public JournalConflictException(String stream, long expectedSize, long actualSize) {
        super(
                stream,
                "expected " + expectedSize + " entries, there are " + actualSize + "; read from " + expectedSize
                        + " and decide again",
                null);
        this.expectedSize = expectedSize;
        this.actualSize = actualSize;
    }

    /** How many entries the writer expected. */
    public long expectedSize() {
        return expectedSize;
    }

    /** How many there were. */
    public long actualSize() {
        return actualSize;
    }
}
