package dev.finetuning.journal.file;

import dev.finetuning.journal.CorruptJournalException;
import dev.finetuning.journal.Journal;
import dev.finetuning.journal.JournalEntry;
import dev.finetuning.journal.JournalSnapshot;
import dev.finetuning.journal.JournalUnavailableException;
import dev.finetuning.journal.internal.JournalChecks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A journal in a folder, one file per stream. Any number of threads, journals and processes of one
 * machine may use the folder at once; a network file system is not one machine.
 *
 * <p>Concurrent appends to a stream share one write and one force. What a killed process left unfinished
 * is cut off by the next one that opens the stream; damage to anything acknowledged is a {@link
 * CorruptJournalException}. Thread-safe.
 */
public final class FileJournal implements Journal {
    private final boolean durable;
    private final AtomicReference<@Nullable JournalFolder> folder;

    private FileJournal(JournalFolder folder, Durability durability) {
        this.folder = new AtomicReference<>(folder);
        durable = durability == Durability.POWER_LOSS;
    }

    /**
     * A journal in a folder, which is created where it does not exist; appends survive a loss of power.
     *
     * @throws UncheckedIOException if the folder cannot be created
     */
    public static FileJournal in(Path folder) {
        return in(folder, Durability.POWER_LOSS);
    }

    /**
     * A journal in a folder, which is created where it does not exist.
     *
     * @throws UncheckedIOException if the folder cannot be created
     */
    public static FileJournal in(Path folder, Durability durability) {
        try {
            return new FileJournal(JournalFolder.enter(folder), durability);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot create the journal's folder " + folder, e);
        }
    }

    /** A journal on another disk than the machine's. */
    static FileJournal on(Disk disk, Path folder) {
        return new FileJournal(new JournalFolder(folder, disk), Durability.POWER_LOSS);
    }

    @Override
    public long append(String stream, long expectedSize, List<JournalEntry> entries) {
        JournalChecks.append(stream, expectedSize, entries);
        return folder(stream).log(stream).append(expectedSize, List.copyOf(entries), durable);
    }

    @Override
    public List<JournalEntry> read(String stream, long fromSequence, int limit) {
        JournalChecks.read(stream, fromSequence, limit);
        StreamLog log = folder(stream).existing(stream);
        return log == null ? List.of() : log.read(fromSequence, limit);
    }

    @Override
    public long size(String stream) {
        JournalChecks.stream(stream);
        StreamLog log = folder(stream).existing(stream);
        return log == null ? 0 : log.size();
    }

    /** A probe that reads one word of shared memory once the stream exists. */
    @Override
    public LongSupplier sizeOf(String stream) {
        JournalChecks.stream(stream);
        return new LongSupplier() {
            private @Nullable StreamLog log;

            @Override
            public long getAsLong() {
                StreamLog known = log;
                if (known == null) {
                    known = folder(stream).existing(stream);
                    log = known;
                }
                return known == null ? 0 : known.size();
            }
        };
    }

    @Override
    public Optional<JournalSnapshot> snapshot(String stream) {
        JournalChecks.stream(stream);
        try {
            StreamLog log = folder(stream).existing(stream);
            return log == null ? Optional.empty() : log.snapshot();
        } catch (IOException e) {
            throw new JournalUnavailableException(stream, "cannot read its snapshot", false, e);
        }
    }

    @Override
    public void saveSnapshot(String stream, JournalSnapshot snapshot) {
        JournalChecks.stream(stream);
        try {
            folder(stream).log(stream).saveSnapshot(snapshot);
        } catch (IOException e) {
            throw new JournalUnavailableException(stream, "cannot save its snapshot", false, e);
        }
    }

    private JournalFolder folder(String stream) {
        JournalFolder open = folder.get();
        if (open == null) {
            throw new JournalUnavailableException(stream, "the journal is closed", false, null);
        }
        return open;
    }

    /** Closes the files, unless another journal of this JVM still uses the folder. */
    @Override
    public void close() {
        JournalFolder open = folder.getAndSet(null);
        if (open != null) {
            open.leave();
        }
    }
}
