package dev.finetuning.journal;

/**
 * A stream contains an entry that was written by a later version of this library and cannot be skipped
 * safely. Nothing is damaged: use that version.
 */
public final class LaterEntryException extends JournalException {
    private static final long serialVersionUID = 1L;

    private final String type;

    /**
     * An exception for an unknown entry type.
     *
     * @param type the unknown type
     */
    public LaterEntryException(String stream, String type) {
        super(
                stream,
                "an entry of type " + type
                        + " was written by a later version, and only that version can continue here: upgrade",
                null);
        this.type = type;
    }

    /** The unknown type. */
    public String type() {
        return type;
    }
}
