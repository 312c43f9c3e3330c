package dev.finetuning.source;

import java.util.Iterator;
import java.util.List;

/**
 * An open source: one pass over its records and rejections, in the source's order. Not thread-safe.
 * The iterator's methods throw {@link UnreadableSourceException} when the source breaks down as a
 * whole.
 */
public interface Records extends Iterator<ReadResult>, AutoCloseable {
    /** The columns every record has, in order, where the source knows them beforehand; else empty. */
    default List<String> columns() {
        return List.of();
    }

    /** How many bytes (characters where text is read) were taken from the source so far; 0 if unknown. */
    default long consumed() {
        return 0;
    }

    /** Closes what was opened. */
    @Override
    void close();
}
