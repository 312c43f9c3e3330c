package dev.finetuning.source;

import dev.finetuning.source.internal.LineRecords;
import java.io.InputStream;

/**
 * Some neighbouring lines of JSON Lines, for a file that several machines read: what {@link JsonLines} reads from
 * those lines of the whole file. One pass; not thread-safe.
 */
public final class JsonLinesPiece implements Records {
    private final LineRecords records;

    private JsonLinesPiece(LineRecords records) {
        this.records = records;
    }

    /**
     * Where a piece begins.
     *
     * @param source the name of the whole file
     * @param lines how many lines are before it
     * @param rows how many records are before it
     */
    public record Start(String source, long lines, long rows) {}

    /**
     * Opens a piece. The one at the beginning of the file also tells by its first bytes that the file is something
     * else, and unpacks it if the limits allow that.
     *
     * @param bytes whole lines of the file; closed with the records
     * @throws UnreadableSourceException if it is the first piece and the source as a whole cannot be used
     */
    public static JsonLinesPiece of(Start start, InputStream bytes, ReadLimits limits) {
        return new JsonLinesPiece(LineRecords.within(start, bytes, limits));
    }

    /** How many lines of the file have been read so far, those before the piece included. */
    public long lines() {
        return records.lines();
    }

    /** How many records of the file have been read so far, those before the piece included. */
    public long rows() {
        return records.rows();
    }

    @Override
    public boolean hasNext() {
        return records.hasNext();
    }

    @Override
    public ReadResult next() {
        return records.next();
    }

    @Override
    public long consumed() {
        return records.consumed();
    }

    @Override
    public void close() {
        records.close();
    }
}
