package dev.finetuning.journal;

import dev.finetuning.journal.internal.JournalChecks;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Named streams of entries that only ever grow. The entries of a stream are numbered from 0; an
 * append says how long it believes the stream to be and either extends exactly that or conflicts, so
 * that two writers who decided on the same past can never both be right.
 *
 * <p>Appends and reads are linearizable: once an append has returned, every later read, in any thread
 * and in any process that uses the same store, sees it. Implementations are thread-safe. A new store
 * implements {@link #append} and {@link #read} and proves itself with {@code JournalContractTest} from
 * the tests jar.
 *
 * <p>All methods throw {@link CorruptJournalException} where stored entries are damaged and {@link
 * JournalUnavailableException} where the store cannot be reached.
 */
public interface Journal extends AutoCloseable {
    /** As an expected size: wherever the stream ends. */
    long ANY_SIZE = -1;

    /**
     * Appends all entries, or none, to the end of a stream.
     *
     * @param stream the stream's name, any text of 1 to 512 characters without NUL and halves of surrogate
     *     pairs; a stream begins to exist with its first entry
     * @param expectedSize how many entries the stream must hold beforehand, or {@link #ANY_SIZE}
     * @param entries what to append, at least one
     * @return how many entries the stream holds afterwards
     * @throws JournalConflictException if the stream holds another number of entries; nothing was
     *     written
     * @throws IllegalArgumentException if the name or the number of entries is out of range, or a text is
     *     not one
     */
    long append(String stream, long expectedSize, List<JournalEntry> entries);

    /**
     * Reads a stretch of a stream.
     *
     * @param fromSequence the number of the first entry wanted, from 0
     * @param limit the most entries to return, at least 1
     * @return the entries, in order; empty at or beyond the end and for a stream that does not exist
     * @throws IllegalArgumentException if a number is out of range
     */
    List<JournalEntry> read(String stream, long fromSequence, int limit);

    /** How many entries a stream holds; 0 where it does not exist. */
    default long size(String stream) {
        return forEach(stream, 0, entry -> {});
    }

    /**
     * A probe for the size of one stream, for callers who ask very often. Each call is as current as
     * {@link #size} and costs as little as the store allows.
     */
    default LongSupplier sizeOf(String stream) {
        return () -> size(stream);
    }

    /**
     * Hands every entry from a number on to a consumer, in order and in bounded memory.
     *
     * @return the number after the last entry handed over
     */
    default long forEach(String stream, long fromSequence, Consumer<? super JournalEntry> consumer) {
        long next = fromSequence;
        List<JournalEntry> page;
        do {
            page = read(stream, next, JournalChecks.PAGE);
            page.forEach(consumer);
            next += page.size();
        } while (page.size() == JournalChecks.PAGE);
        return next;
    }

    /** The snapshot last saved for a stream, if the store keeps snapshots and this one is intact. */
    default Optional<JournalSnapshot> snapshot(String stream) {
        return Optional.empty();
    }

    /**
     * Saves a snapshot in the place of an earlier one. A snapshot only makes opening quicker, so a store
     * may ignore it, and a reader must do without.
     */
    default void saveSnapshot(String stream, JournalSnapshot snapshot) {}

    /** Frees files and connections that the journal owns; what was appended stays. */
    @Override
    default void close() {}
}
