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
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A journal in a folder, with one file per stream. Any number of threads, journals, class loaders and
 * processes on one machine may use the folder at once. Do not use a network file system.
 *
 * <p>There are no locks, so no process waits for a stopped one and no lock can be lost: writers only append
 * to the end of a file, and the order in the file decides who was first. Concurrent appends of one process
 * to a stream share one write and one force. What a killed process left unfinished is skipped. Damage to
 * acknowledged entries, or a deleted file, is a {@link CorruptJournalException}.
 *
 * <p>A folder that the journal creates, and every file in it, is accessible to its owner only; if the
 * folder is writable by its group, so are the files. At most 32 file descriptors are open at a time,
 * however many streams there are. Thread-safe.
 */
public final class FileJournal implements Journal {
    /** How often a probe looks at the clock: every 256th time. */
    private static final int CLOCK_MASK = 255;

    /** How long a probe trusts that its file is still there. */
    private static final long CHECK_MILLIS = 100;

    private static final InstantSource CLOCK = InstantSource.system();

    private final boolean durable;
    private final AtomicReference<@Nullable JournalFolder> folder;

    private FileJournal(JournalFolder folder, Durability durability) {
        this.folder = new AtomicReference<>(folder);
        durable = durability == Durability.POWER_LOSS;
    }

    /**
     * Opens a journal in a folder, which is created if it does not exist; appends survive a loss of power.
     *
     * @throws UncheckedIOException if the folder cannot be created
     */
    public static FileJournal in(Path folder) {
        return in(folder, Durability.POWER_LOSS);
    }

    /**
     * Opens a journal in a folder, which is created if it does not exist.
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
        return new FileJournal(JournalFolder.on(disk, folder), Durability.POWER_LOSS);
    }

    /** A journal that keeps no more than this number of logs open between their uses. */
    static FileJournal on(Disk disk, Path folder, int maxLogs) {
        return new FileJournal(JournalFolder.on(disk, folder, maxLogs), Durability.PROCESS_CRASH);
    }

    @Override
    public long append(String stream, long expectedSize, List<JournalEntry> entries) {
        JournalChecks.append(stream, expectedSize, entries);
        List<JournalEntry> copy = List.copyOf(entries);
        return folder(stream).use(stream, log -> log.append(expectedSize, copy, durable));
    }

    @Override
    public List<JournalEntry> read(String stream, long fromSequence, int limit) {
        JournalChecks.read(stream, fromSequence, limit);
        return folder(stream)
                .useExisting(stream, log -> log.read(fromSequence, limit))
                .orElse(List.of());
    }

    @Override
    public long size(String stream) {
        JournalChecks.stream(stream);
        return folder(stream).useExisting(stream, StreamLog::size).orElse(0L);
    }

    /**
     * A supplier of the size that reads one word of shared memory once the stream exists. It checks ten times
     * a second whether the file was deleted, or every 256 calls if there are fewer.
     */
    @Override
    public LongSupplier sizeOf(String stream) {
        JournalChecks.stream(stream);
        return new LongSupplier() {
            private @Nullable StreamLog log;
            private int probes;
            private long checked;

            @Override
            public long getAsLong() {
                StreamLog known = log;
                if (known != null
                        && ((++probes & CLOCK_MASK) != 0 || Math.abs(CLOCK.millis() - checked) < CHECK_MILLIS)) {
                    long size = known.quickSize();
                    if (size >= 0) {
                        return size;
                    }
                }
                return look();
            }

            private long look() {
                long size = size(stream);
                log = folder(stream).existing(stream).orElse(null);
                checked = CLOCK.millis();
                return size;
            }
        };
    }

    @Override
    public Optional<JournalSnapshot> snapshot(String stream) {
        JournalChecks.stream(stream);
        return folder(stream).useExisting(stream, StreamLog::snapshot).flatMap(found -> found);
    }

    @Override
    public void saveSnapshot(String stream, JournalSnapshot snapshot) {
        JournalChecks.stream(stream);
        folder(stream).use(stream, log -> {
            log.saveSnapshot(snapshot);
            return snapshot;
        });
    }

    private JournalFolder folder(String stream) {
        JournalFolder open = folder.get();
        if (open == null) {
            throw new JournalUnavailableException(stream, "the journal is closed", false, null);
        }
        return open;
    }

    /**
     * Closes the files as soon as no append or read is in progress, unless another journal in this JVM
     * still uses the folder.
     */
    @Override
    public void close() {
        JournalFolder open = folder.getAndSet(null);
        if (open != null) {
            open.leave();
        }
    }
}
