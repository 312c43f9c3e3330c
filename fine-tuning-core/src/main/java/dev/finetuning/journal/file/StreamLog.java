package dev.finetuning.journal.file;

import dev.finetuning.journal.CorruptJournalException;
import dev.finetuning.journal.JournalEntry;
import dev.finetuning.journal.JournalSnapshot;
import dev.finetuning.journal.JournalUnavailableException;
import dev.finetuning.journal.internal.JournalChecks;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One stream in one file. Writers share writes through {@link GroupCommit} and hold the machine-wide
 * lock while they write; readers ask the shared word how far the file is acknowledged and read up to
 * there without any lock. Thread-safe.
 */
@SuppressWarnings("try") // locks are held, not used
final class StreamLog implements Closeable {
    private final String stream;
    private final Path file;
    private final Disk.Store store;
    private final Disk.Store pages;
    private final Disk.Head head;
    private final SnapshotFile snapshots;
    private final LogIndex index = new LogIndex();
    private final LogScan scan;
    private final GroupCommit commits = new GroupCommit(this::commit);
    private final ReentrantLock mutex = new ReentrantLock();
    private volatile LogTail tail = LogTail.EMPTY;

    private StreamLog(String stream, StreamFiles files, Disk disk) throws IOException {
        this.stream = stream;
        file = files.log();
        store = disk.open(file);
        pages = disk.open(file);
        head = disk.head(files.head());
        snapshots = new SnapshotFile(disk, files.snapshot());
        scan = new LogScan(stream, file.getFileName().toString(), store, index);
    }

    static StreamLog open(String stream, StreamFiles files, Disk disk) throws IOException {
        StreamLog log = new StreamLog(stream, files, disk);
        try {
            log.recover();
            return log;
        } catch (IOException | RuntimeException e) {
            log.close();
            throw e;
        }
    }

    private void recover() throws IOException {
        try (Disk.Lock held = head.lock()) {
            Optional<LogIndex.Mark> mark = snapshots.mark();
            if (mark.isPresent()) {
                tail = resumeAt(mark.get());
            }
            catchUp();
        }
    }

    /** The tail at a snapshot's last entry, if the log still has exactly that entry there. */
    private LogTail resumeAt(LogIndex.Mark last) throws IOException {
        LogReader reader = new LogReader(store, last.position(), store.size());
        LogReader first = new LogReader(store, 0, store.size());
        if (!first.next() || !reader.next() || reader.sequence() != last.sequence()) {
            return LogTail.EMPTY;
        }
        index.begin(first.position());
        return LogTail.at(last.sequence() + 1, reader.position());
    }

    /** Takes in what other processes appended and cuts off what one of them never finished. Under both locks. */
    private void catchUp() throws IOException {
        long length = store.size();
        if (length != tail.length() || head.get() != tail.word()) {
            LogTail found = scan.from(tail, length, HeadWord.length(head.get()));
            if (found.length() < length) {
                store.truncate(found.length());
            }
            store.force();
            tail = found;
            head.set(found.word());
        }
    }

    long append(long expectedSize, List<JournalEntry> entries, boolean durable) {
        PendingAppend append = new PendingAppend(expectedSize, entries, durable);
        commits.await(append);
        return append.result();
    }

    private void commit(List<PendingAppend> group) {
        mutex.lock();
        try (Disk.Lock held = head.lock()) {
            catchUp();
            write(group);
        } catch (IOException e) {
            failAll(group, new JournalUnavailableException(stream, "cannot reach " + file.getFileName(), false, e));
        } catch (RuntimeException e) {
            failAll(group, e);
        } finally {
            mutex.unlock();
            failAll(group, new JournalUnavailableException(stream, "the writing thread died", true, null));
        }
    }

    private static void failAll(List<PendingAppend> group, RuntimeException reason) {
        group.stream().filter(append -> !append.done()).forEach(append -> append.fail(reason));
    }

    private void write(List<PendingAppend> group) {
        LogBatch batch = new LogBatch(stream, tail);
        group.forEach(batch::add);
        if (!batch.isEmpty()) {
            try {
                store.write(tail.length(), batch.bytes(), batch.length());
                if (group.stream().anyMatch(PendingAppend::durable)) {
                    store.force();
                }
            } catch (IOException e) {
                boolean unknown = !undo();
                batch.fail(new JournalUnavailableException(stream, "cannot write " + file.getFileName(), unknown, e));
                return;
            }
            batch.index(index);
            tail = batch.tail();
            head.set(tail.word());
        }
        batch.succeed();
    }

    private boolean undo() {
        try {
            store.truncate(tail.length());
            store.force();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** How many entries are acknowledged by now, by any process of this machine. */
    long size() {
        LogTail known = tail;
        return head.get() == known.word() ? known.size() : refresh().size();
    }

    private LogTail refresh() {
        mutex.lock();
        try {
            if (head.get() != tail.word()) {
                try (Disk.Lock held = head.lock()) {
                    catchUp();
                }
            }
            return tail;
        } catch (IOException e) {
            throw new JournalUnavailableException(stream, "cannot read " + file.getFileName(), false, e);
        } finally {
            mutex.unlock();
        }
    }

    List<JournalEntry> read(long from, int limit) {
        long end = Math.min(size(), from + limit);
        if (from >= end) {
            return List.of();
        }
        try {
            synchronized (pages) {
                return page(from, end);
            }
        } catch (IOException e) {
            throw new JournalUnavailableException(stream, "cannot read " + file.getFileName(), false, e);
        }
    }

    private List<JournalEntry> page(long from, long end) throws IOException {
        LogIndex.Mark mark = index.atOrBefore(from);
        LogReader reader = new LogReader(pages, mark.position(), tail.length());
        List<JournalEntry> entries = new ArrayList<>((int) Math.min(end - from, JournalChecks.PAGE));
        for (long next = mark.sequence(); next < end; next++) {
            if (!reader.next() || reader.sequence() != next) {
                throw new CorruptJournalException(
                        stream,
                        file.getFileName().toString(),
                        reader.position(),
                        "entry " + next + " is damaged",
                        null);
            }
            if (next >= from) {
                entries.add(reader.entry());
            }
        }
        index.readUpTo(end, reader.position());
        return entries;
    }

    Optional<JournalSnapshot> snapshot() throws IOException {
        long size = size();
        return snapshots.read().filter(snapshot -> snapshot.size() <= size);
    }

    void saveSnapshot(JournalSnapshot snapshot) throws IOException {
        long last = snapshot.size() - 1;
        if (last < 0 || last >= size()) {
            throw new IllegalArgumentException("a snapshot covers 1 to " + size() + " entries: " + snapshot.size());
        }
        synchronized (pages) {
            LogIndex.Mark mark = index.atOrBefore(last);
            LogReader reader = new LogReader(pages, mark.position(), tail.length());
            for (long next = mark.sequence(); next < last && reader.next(); ) {
                next++;
            }
            snapshots.write(snapshot, reader.position());
        }
    }

    @Override
    public void close() throws IOException {
        store.close();
        pages.close();
        head.close();
    }
}
