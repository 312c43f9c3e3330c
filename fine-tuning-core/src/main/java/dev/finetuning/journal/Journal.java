package dev.finetuning.journal;

import dev.finetuning.journal.internal.JournalChecks;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Named append-only streams of entries. The entries of a stream are numbered from 0. An append names the
 * size that it expects the stream to have, and either extends exactly that stream or conflicts, so two
 * writers who decided from the same state cannot both succeed.
 *
 * <p>Appends and reads are linearizable: once an append has returned, every later read sees it, in any
 * thread and any process that uses the same store. Implementations are thread-safe. A new store implements
 * {@link #append} and {@link #read} and extends {@code JournalContractTest} from the tests jar.
 *
 * <p>All methods throw {@link CorruptJournalException} if stored entries are damaged, and {@link
 * JournalUnavailableException} if the store cannot be reached.
 */
public interface Journal extends AutoCloseable {
    /** As an expected size: any size. */
    long ANY_SIZE = -1;

    /**
     * Appends all entries to the end of a stream, or none.
     *
     * @param stream the stream's name: any text of 1 to 512 characters without NUL or half of a surrogate
     *     pair; a stream is created by its first entry
     * @param expectedSize how many entries the stream must have, or {@link #ANY_SIZE}
     * @param entries what to append, at least one entry
     * @return how many entries the stream has afterwards
     * @throws JournalConflictException if the stream has another number of entries; nothing was written
     * @throws IllegalArgumentException if the name or the number of entries is out of range, or a text is
     *     not well-formed
     */
    long append(String stream, long expectedSize, List<JournalEntry> entries);

    /**
     * Reads a range of a stream.
     *
     * @param fromSequence the number of the first entry, from 0
     * @param limit the maximum number of entries, at least 1
     * @return the entries, in order; empty at or beyond the end, and if the stream does not exist
     * @throws IllegalArgumentException if a number is out of range
     */
    List<JournalEntry> read(String stream, long fromSequence, int limit);

    /** How many entries a stream has; 0 if it does not exist. */
    default long size(String stream) {
        return forEach(stream, 0, entry -> {});
    }

    /**
     * A supplier of the size of one stream, for callers who ask very often. Each call is as current as
     * {@link #size} and as cheap as the store allows.
     */
    default LongSupplier sizeOf(String stream) {
        return () -> size(stream);
    }

    /**
     * Passes every entry from a number on to a consumer, in order and in bounded memory.
     *
     * @return the number after the last entry passed
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

    /** The last saved snapshot of a stream, if the store keeps snapshots and this one is intact. */
    default Optional<JournalSnapshot> snapshot(String stream) {
        return Optional.empty();
    }

    /**
     * Saves a snapshot, replacing an earlier one. Snapshots only make opening faster: a store may ignore
     * them, and readers must be able to do without.
     */
    default void saveSnapshot(String stream, JournalSnapshot snapshot) {}

    /** Releases files and connections that the journal owns. Appended entries remain. */
    @Override
    default void close() {}
}
