package dev.finetuning.journal.file;

import dev.finetuning.journal.JournalEntry;
import java.io.IOException;

/** Reads single records of a file, wherever it is told to, up to a limit. Not thread-safe. */
final class LogReader {
    private static final int CHUNK = 256 << 10;
    private static final int FIRST_CHUNK = 4 << 10;

    private final Disk.Store store;
    private final long limit;
    private long bufferAt;
    private int filled;
    private byte[] buffer = new byte[FIRST_CHUNK];
    private int chunk = FIRST_CHUNK;
    private int at;
    private int length;
    private long position;

    /** Begins before the record at {@code position}. */
    LogReader(Disk.Store store, long position, long limit) {
        this.store = store;
        this.position = position;
        this.limit = limit;
        bufferAt = position;
    }

    /** Where the next record begins, or whatever is not one. */
    long position() {
        return position;
    }

    /** Goes to another place. */
    void seek(long newPosition) {
        position = newPosition;
    }

    /** Moves on to the next record, unless there is no intact one there. */
    boolean next() throws IOException {
        if (!fetch(RecordFormat.HEADER)) {
            return false;
        }
        int found = RecordFormat.bodyLength(buffer, (int) (position - bufferAt));
        if (found < 0 || !fetch(RecordFormat.HEADER + found)) {
            return false;
        }
        int start = (int) (position - bufferAt);
        if (!RecordFormat.intact(buffer, start, found)) {
            return false;
        }
        at = start;
        length = found;
        position += RecordFormat.HEADER + found;
        return true;
    }

    long sequence() {
        return RecordFormat.sequence(buffer, at);
    }

    long logEnd() {
        return RecordFormat.logEnd(buffer, at);
    }

    int following() {
        return RecordFormat.following(buffer, at);
    }

    long token() {
        return RecordFormat.token(buffer, at);
    }

    JournalEntry entry() {
        return RecordFormat.entry(buffer, at, length);
    }

    boolean atLimit() {
        return position >= limit;
    }

    private boolean fetch(int count) throws IOException {
        if (position + count > limit) {
            return false;
        }
        if (position >= bufferAt && position + count <= bufferAt + filled) {
            return true;
        }
        int wanted = Math.max(count, chunk);
        chunk = CHUNK;
        if (buffer.length < wanted) {
            buffer = new byte[Math.max(wanted, Math.min(2 * buffer.length, CHUNK))];
        }
        bufferAt = position;
        filled = 0;
        filled = store.read(position, buffer, (int) Math.min(wanted, limit - position));
        return filled >= count;
    }
}
