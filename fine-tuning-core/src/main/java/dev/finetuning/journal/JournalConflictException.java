package dev.finetuning.journal;

/** Somebody else has extended the stream. Nothing was written: read on, decide again, append again. */
public final class JournalConflictException extends JournalException {
    private static final long serialVersionUID = 1L;

    private final long expectedSize;
    private final long actualSize;

    /** With the size that was expected and the size the stream has. */
    public JournalConflictException(String stream, long expectedSize, long actualSize) {
        super(
                stream,
                "expected " + expectedSize + " entries, there are " + actualSize + "; read from " + expectedSize
                        + " and decide again",
                null);
        this.expectedSize = expectedSize;
        this.actualSize = actualSize;
    }

    /** How many entries the writer believed there to be. */
    public long expectedSize() {
        return expectedSize;
    }

    /** How many there were. */
    public long actualSize() {
        return actualSize;
    }
}
