package dev.finetuning.journal;

/**
 * The state that a fold had reached after a number of entries.
 *
 * @param size how many entries of the stream are folded into it
 * @param format what the state is and how it is written; a reader that does not know it reads the
 *     stream instead
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
