package dev.finetuning.journal.file;

import dev.finetuning.journal.CorruptJournalException;
import dev.finetuning.journal.JournalEntry;
import dev.finetuning.journal.JournalException;
import dev.finetuning.journal.JournalSnapshot;
import dev.finetuning.journal.JournalUnavailableException;
import dev.finetuning.journal.internal.JournalChecks;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One stream in one file. Writers of a JVM share writes through {@link GroupCommit}; between processes
 * nothing is locked: each adds to the file's end, and {@link LogWalk} says who came first. Readers ask the
 * shared word how far the file is acknowledged and read up to there. Thread-safe.
 */
final class StreamLog implements Closeable {
    private static final int MAX_ATTEMPTS = 10_000;
    private static final int ATTEMPTS_AT_ONCE = 4;
    private static final int MAX_PAUSE_MICROS = 2_000;

    private final String stream;
    private final StreamFiles files;
    private final Disk.Store store;
    private final SharedHead head;
    private final SnapshotFile snapshots;
    private final LogIndex index = new LogIndex();
    private final LogScan scan;
    private final GroupCommit commits = new GroupCommit(this::commit);
    private final ReentrantLock mutex = new ReentrantLock();
    private final UseCount uses = new UseCount();
    private volatile LogTail tail = LogTail.EMPTY;
    private volatile long lastUse;
    private long token = new SecureRandom().nextLong();

    private StreamLog(String stream, StreamFiles files, Disk disk) throws IOException {
        this.stream = stream;
        this.files = files;
        store = disk.open(files.log());
        head = new SharedHead(disk, files.head());
        snapshots = new SnapshotFile(disk, files.snapshot());
        scan = new LogScan(stream, source(), store, index);
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

    private String source() {
        return String.valueOf(files.log().getFileName());
    }

    private void recover() throws IOException {
        Optional<LogIndex.Mark> mark = snapshots.mark();
        if (mark.isPresent()) {
            tail = scan.resumeAt(mark.get());
        }
        catchUp();
    }

    /** Keeps the log open until {@link #leave}, unless it is closed already. */
    boolean enter() {
        return uses.enter();
    }

    void leave(long now) throws IOException {
        lastUse = now;
        if (uses.leave()) {
            closeFiles();
        }
    }

    long lastUse() {
        return lastUse;
    }

    /** Closes the log when it is no longer used. */
    @Override
    public void close() throws IOException {
        if (uses.close()) {
            closeFiles();
        }
    }

    private void closeFiles() throws IOException {
        tail = LogTail.CLOSED;
        store.close();
        head.close();
    }

    /**
     * Fails where the log's name leads to another file by now, or to none. A shared word that was removed is
     * made again.
     */
    private void checkInPlace() throws IOException {
        if (!store.inPlace()) {
            throw new CorruptJournalException(
                    stream, source(), 0, "the file was deleted or replaced while it was open", null);
        }
        head.requirePlace();
    }

    /** Fails where what was written just now is in a file that the log's name no longer leads to. */
    private void checkWritten() throws IOException {
        if (!store.inPlace()) {
            throw new JournalUnavailableException(
                    stream, source() + " was deleted or replaced while it was open", true, null);
        }
    }

    /**
     * Takes in what others appended. Nobody ever appends to bytes that may still be lost: what is found
     * beyond the acknowledged end is forced first.
     *
     * @return the file's length when it was read
     */
    private long catchUp() throws IOException {
        long word = head.get();
        long length = store.size();
        if (length != tail.length() || word != tail.word()) {
            long acknowledged = HeadWord.length(word);
            LogTail found = scan.from(tail, length, acknowledged);
            if (found.length() != acknowledged) {
                store.force();
            }
            head.acknowledge(found);
            tail = found;
        }
        return length;
    }

    long append(long expectedSize, List<JournalEntry> entries, boolean durable) {
        PendingAppend append = new PendingAppend(expectedSize, entries, durable);
        commits.await(append);
        return append.result();
    }

    private void commit(List<PendingAppend> group) {
        mutex.lock();
        try {
            List<PendingAppend> left = group;
            for (int attempt = 1; !left.isEmpty(); attempt++) {
                if (attempt > MAX_ATTEMPTS) {
                    throw new JournalUnavailableException(stream, "others were quicker each time", false, null);
                }
                pause(attempt);
                long length = catchUp();
                left = write(left, length);
            }
        } catch (IOException e) {
            failAll(group, new JournalUnavailableException(stream, "cannot reach " + source(), false, e));
        } catch (RuntimeException e) {
            failAll(group, e);
        } finally {
            mutex.unlock();
            failAll(group, new JournalUnavailableException(stream, "the writing thread died", true, null));
        }
    }

    /** Lets the others through where one was quicker again and again. */
    private static void pause(int attempt) {
        if (attempt > ATTEMPTS_AT_ONCE) {
            long most = Math.min(MAX_PAUSE_MICROS, 10L * attempt);
            LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(1, most + 1) * 1000);
        }
    }

    private static void failAll(List<PendingAppend> group, RuntimeException reason) {
        group.stream().filter(append -> !append.done()).forEach(append -> append.fail(reason));
    }

    /**
     * Writes a group behind the tail.
     *
     * @return the appends that another writer preceded
     */
    private List<PendingAppend> write(List<PendingAppend> group, long lengthBefore) {
        LogBatch batch = new LogBatch(stream, tail, ++token);
        group.forEach(batch::add);
        if (!batch.isEmpty()) {
            Optional<IOException> failure = add(batch);
            try {
                settle(batch, lengthBefore, failure);
            } catch (IOException e) {
                failure.ifPresent(e::addSuppressed);
                batch.fail(new JournalUnavailableException(stream, "cannot write " + source(), true, e));
            } catch (JournalException e) {
                batch.fail(e);
            }
            failure.ifPresent(e -> failAll(
                    batch.rest(), new JournalUnavailableException(stream, "cannot write " + source(), false, e)));
        }
        return batch.rest().stream().filter(append -> !append.done()).toList();
    }

    private Optional<IOException> add(LogBatch batch) {
        try {
            store.append(batch.bytes(), batch.length());
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(e);
        }
    }

    /** Finds out which appends of a write count, and acknowledges those once they cannot be lost. */
    private void settle(LogBatch batch, long lengthBefore, Optional<IOException> failure) throws IOException {
        long length = store.size();
        boolean alone = failure.isEmpty() && lengthBefore == tail.length() && length == lengthBefore + batch.length();
        LogTail reached = batch.tail();
        if (!alone) {
            scan.watch(token);
            reached = scan.from(tail, length, 0);
            batch.keepWritten(scan.watchedSize());
        }
        if (batch.isEmpty()) {
            return;
        }
        if (batch.durable()) {
            store.force();
        }
        checkWritten();
        if (alone) {
            batch.index(index);
        }
        tail = reached;
        head.acknowledge(reached);
        batch.succeed();
    }

    /** How many entries are acknowledged by now, by any process of this machine. */
    long size() throws IOException {
        checkInPlace();
        return probe().size();
    }

    /** The size, as far as one look at the shared word tells; negative where more has to be done. */
    long quickSize() {
        LogTail known = tail;
        return head.get() == known.word() ? known.size() : -1;
    }

    private LogTail probe() throws IOException {
        LogTail known = tail;
        return head.get() == known.word() ? known : refresh();
    }

    private LogTail refresh() throws IOException {
        mutex.lock();
        try {
            long word = head.get();
            long acknowledged = HeadWord.length(word);
            if (acknowledged > tail.length()) {
                tail = scan.from(tail, acknowledged <= store.size() ? acknowledged : store.size(), acknowledged);
            } else if (word != tail.word()) {
                catchUp();
            }
            return tail;
        } finally {
            mutex.unlock();
        }
    }

    List<JournalEntry> read(long from, int limit) throws IOException {
        checkInPlace();
        LogTail known = probe();
        long end = Math.min(known.size(), from + limit);
        return from >= end || end < 0 ? List.of() : page(from, end, known.length());
    }

    private List<JournalEntry> page(long from, long end, long limit) throws IOException {
        LogPages pages = new LogPages(store, index.atOrBefore(from), limit);
        List<JournalEntry> entries = new ArrayList<>((int) Math.min(end - from, JournalChecks.PAGE));
        while (pages.sequence() < end) {
            if (!pages.next()) {
                throw new CorruptJournalException(
                        stream, source(), pages.position(), "entry " + pages.sequence() + " is damaged", null);
            }
            if (pages.sequence() > from) {
                entries.add(pages.entry());
            }
        }
        index.readUpTo(end - 1, pages.start());
        return entries;
    }

    Optional<JournalSnapshot> snapshot() throws IOException {
        long size = size();
        return snapshots.read().filter(snapshot -> snapshot.size() <= size);
    }

    void saveSnapshot(JournalSnapshot snapshot) throws IOException {
        long last = snapshot.size() - 1;
        long size = size();
        if (last < 0 || last >= size) {
            throw new IllegalArgumentException("a snapshot covers 1 to " + size + " entries: " + snapshot.size());
        }
        LogPages pages = new LogPages(store, index.atOrBefore(last), tail.length());
        while (pages.sequence() <= last) {
            if (!pages.next()) {
                throw new CorruptJournalException(
                        stream, source(), pages.position(), "entry " + pages.sequence() + " is damaged", null);
            }
        }
        snapshots.write(snapshot, pages.start());
    }

    Path file() {
        return files.log();
    }
}
