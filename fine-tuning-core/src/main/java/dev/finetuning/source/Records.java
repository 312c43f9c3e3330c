package dev.finetuning.source;

import java.util.Iterator;
import java.util.List;

/**
 * An open source: one pass over its records and rejections, in order. Not thread-safe. The iterator's
 * methods throw {@link UnreadableSourceException} if the source as a whole fails.
 */
public interface Records extends Iterator<ReadResult>, AutoCloseable {
    /** The columns of every record, in order, if the source knows them in advance; otherwise empty. */
    default List<String> columns() {
        return List.of();
    }

    /** How many bytes (characters if text is read) have been read so far; 0 if unknown. */
    default long consumed() {
        return 0;
    }

    /** Closes the source. */
    @Override
    void close();
}
