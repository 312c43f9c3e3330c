package dev.finetuning.journal;

/**
 * The state computed from the first entries of a stream.
 *
 * @param size how many entries of the stream are included
 * @param format the form of the state; a reader that does not know it reads the stream instead
 * @param state the state
 */
@SuppressWarnings("ArrayRecordComponent") // large, handed over once, never compared
public record JournalSnapshot(long size, String format, byte[] state) {
    /** The size and format, but not the state. */
    @Override
    public String toString() {
        return format + " after " + size + " entries, " + state.length + " bytes";
    }
}
