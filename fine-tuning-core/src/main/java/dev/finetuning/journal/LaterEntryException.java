package dev.finetuning.journal;

/**
 * A stream holds an entry that a later version of this library wrote, and that cannot be skipped without
 * knowing what it means. Nothing is damaged: use that version.
 */
public final class LaterEntryException extends JournalException {
    private static final long serialVersionUID = 1L;

    private final String type;

    /**
     * Names the entry.
     *
     * @param type the entry's type, which is not known here
     */
    public LaterEntryException(String stream, String type) {
        super(
                stream,
                "an entry of type " + type + " was written by a later version, which alone may go on here: upgrade",
                null);
        this.type = type;
    }

    /** The type that is not known here. */
    public String type() {
        return type;
    }
}
