package dev.finetuning.journal.file;

import dev.finetuning.journal.JournalEntry;
import java.io.IOException;
import java.util.Arrays;

/** Walks over the records of a file, from a record's start up to a limit. Not thread-safe. */
final class LogReader {
    private static final int CHUNK = 256 << 10;

    private final Disk.Store store;
    private final long limit;
    private long bufferAt;
    private int filled;
    private byte[] buffer = new byte[CHUNK];
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

    long writeStart() {
        return RecordFormat.writeStart(buffer, at);
    }

    int following() {
        return RecordFormat.following(buffer, at);
    }

    JournalEntry entry() {
        return RecordFormat.entry(buffer, at, length);
    }

    boolean atLimit() {
        return position >= limit;
    }

    /** Moves past one byte that begins no record, in search of the next that does. */
    void skipByte() {
        position++;
    }

    private boolean fetch(int count) throws IOException {
        if (position + count > limit) {
            return false;
        }
        if (position + count <= bufferAt + filled) {
            return true;
        }
        if (buffer.length < count) {
            buffer = Arrays.copyOf(buffer, Math.max(count, 2 * buffer.length));
        }
        bufferAt = position;
        filled = store.read(position, buffer, (int) Math.min(buffer.length, limit - position));
        return filled >= count;
    }
}
