package dev.finetuning.source;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * A source of raw records. Immutable and thread-safe. It can be opened any number of times, unless it wraps
 * a reader.
 */
public interface RecordSource {
    /** The source's name for people: a path, {@code "text"}, a query. */
    String name();

    /** Its length in the unit of {@link Records#consumed}, if known in advance. */
    default OptionalLong bytes() {
        return OptionalLong.empty();
    }

    /**
     * Opens the source at its first record.
     *
     * @throws UnreadableSourceException if the source as a whole cannot be used
     */
    Records open();

    /**
     * Reads and parses all records.
     *
     * @throws UnreadableSourceException if the source as a whole cannot be used
     */
    default void forEach(Consumer<SourceRecord> onRecord, Consumer<RejectedRecord> onRejected) {
        try (Records records = open()) {
            while (records.hasNext()) {
                ReadResult result = records.next();
                Optional<RejectedRecord> rejection =
                        result instanceof SourceRecord record ? record.flaw() : Optional.of((RejectedRecord) result);
                rejection.ifPresentOrElse(onRejected, () -> onRecord.accept((SourceRecord) result));
            }
        }
    }
}
