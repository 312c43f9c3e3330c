package dev.finetuning.journal.file;

import dev.finetuning.internal.io.FilePermissions;
import dev.finetuning.internal.io.TemporaryFiles;
import dev.finetuning.journal.CorruptJournalException;
import dev.finetuning.journal.JournalUnavailableException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** The open logs of a folder, shared by every journal of this class loader that uses the folder. Thread-safe. */
final class JournalFolder {
    private static final int MAX_LOGS = 4096;
    private static final Map<Path, JournalFolder> OPEN = new ConcurrentHashMap<>();

    private final Path folder;
    private final Disk disk;
    private final Optional<FileIdentity> identity;
    private final int maxLogs;
    private final Map<String, StreamLog> logs = new ConcurrentHashMap<>();
    private final AtomicLong uses = new AtomicLong();
    private volatile boolean closed;
    private int users;

    private JournalFolder(Path folder, Disk disk, Optional<FileIdentity> identity, int maxLogs) {
        this.folder = folder;
        this.disk = disk;
        this.identity = identity;
        this.maxLogs = maxLogs;
    }

    /** A folder on another disk than the machine's. */
    static JournalFolder on(Disk disk, Path folder) {
        return on(disk, folder, MAX_LOGS);
    }

    /** A folder on another disk, with another number of logs that may be open at a time. */
    static JournalFolder on(Disk disk, Path folder, int maxLogs) {
        return new JournalFolder(folder, disk, Optional.empty(), maxLogs);
    }

    /** The folder, which is created where it does not exist; every call needs one {@link #leave}. */
    static JournalFolder enter(Path folder) throws IOException {
        Path real = FilePermissions.createFolder(folder).toRealPath();
        FileIdentity identity = FileIdentity.of(real);
        Disk disk = new LocalDisk(real);
        return OPEN.compute(real, (path, open) -> {
            // a folder that was deleted and made again is another one
            boolean same = open != null && open.identity.equals(Optional.of(identity));
            if (!same) {
                TemporaryFiles.sweep(path);
            }
            JournalFolder entered = same ? open : new JournalFolder(path, disk, Optional.of(identity), MAX_LOGS);
            entered.users++;
            return entered;
        });
    }

    void leave() {
        OPEN.compute(folder, (path, open) -> {
            users--;
            if (users == 0) {
                closed = true;
                closeAll();
            }
            return open == this && users == 0 ? null : open;
        });
    }

    private void closeAll() {
        logs.forEach(this::close);
        logs.clear();
    }

    private void close(String stream, StreamLog log) {
        try {
            log.close();
        } catch (IOException e) {
            throw new JournalUnavailableException(stream, "cannot close it", false, e);
        }
    }

    /** What is done with a log. */
    @FunctionalInterface
    interface Use<T> {
        T of(StreamLog log) throws IOException;
    }

    /** Uses a stream's log, which is created where it does not exist. */
    <T> T use(String stream, Use<T> use) {
        return use(stream, log(stream), use);
    }

    /** Uses a stream's log; nothing where the stream does not exist. */
    <T> Optional<T> useExisting(String stream, Use<T> use) {
        return existing(stream).map(log -> use(stream, log, use));
    }

    private <T> T use(String stream, StreamLog found, Use<T> use) {
        StreamLog log = found;
        while (!log.enter()) {
            logs.remove(stream, log);
            log = log(stream);
        }
        try {
            return use.of(log);
        } catch (IOException e) {
            throw new JournalUnavailableException(stream, "cannot reach it in " + folder.getFileName(), false, e);
        } catch (InternalError e) {
            logs.remove(stream, log);
            close(stream, log);
            throw new JournalUnavailableException(
                    stream, "its .head file was cut while it was open, or its disk failed", true, e);
        } finally {
            leave(stream, log);
        }
    }

    private void leave(String stream, StreamLog log) {
        try {
            log.leave(uses.incrementAndGet());
        } catch (IOException e) {
            throw new JournalUnavailableException(stream, "cannot close it", false, e);
        }
    }

    private StreamLog log(String stream) {
        StreamLog open = logs.get(stream);
        if (open != null) {
            return open;
        }
        if (logs.size() >= maxLogs) {
            closeLongUnused();
        }
        StreamLog opened = logs.computeIfAbsent(stream, this::open);
        if (closed) {
            closeAll();
        }
        return opened;
    }

    /** Closes the quarter of the logs that has not been used for longest. Others go on using them meanwhile. */
    private synchronized void closeLongUnused() {
        List<Used> open = new ArrayList<>();
        logs.forEach((stream, log) -> open.add(new Used(stream, log, log.lastUse())));
        open.sort(Comparator.comparingLong(Used::last));
        open.stream().limit(Math.max(0, open.size() - maxLogs * 3 / 4)).forEach(each -> {
            if (logs.remove(each.stream(), each.log())) {
                close(each.stream(), each.log());
            }
        });
    }

    /** When a log was last used, at the moment of looking: sorting needs what does not move. */
    private record Used(String stream, StreamLog log, long last) {}

    /** The stream's log, if there is one. */
    Optional<StreamLog> existing(String stream) {
        StreamLog open = logs.get(stream);
        if (open != null) {
            return Optional.of(open);
        }
        StreamFiles files = StreamFiles.of(folder, stream);
        try {
            if (disk.exists(files.log())) {
                return Optional.of(log(stream));
            }
            checkNeverWritten(stream, files);
            return Optional.empty();
        } catch (IOException e) {
            throw new JournalUnavailableException(stream, "cannot look for it in " + folder.getFileName(), false, e);
        }
    }

    /** A stream without a log has never been written to, unless something says so. */
    private void checkNeverWritten(String stream, StreamFiles files) throws IOException {
        if (identity.isPresent() && !identity.get().isAt(folder, 0)) {
            throw new JournalUnavailableException(
                    stream, "the folder " + folder.getFileName() + " was deleted or replaced", false, null);
        }
        if (disk.exists(files.head()) && !disk.exists(files.log())) {
            byte[] head = disk.readAll(files.head());
            long word = head.length < Long.BYTES
                    ? 0
                    : ByteBuffer.wrap(head).order(ByteOrder.nativeOrder()).getLong();
            if (HeadWord.length(word) > 0) {
                throw new CorruptJournalException(
                        stream, String.valueOf(files.log().getFileName()), 0, "the file was deleted", null);
            }
        }
    }

    private StreamLog open(String stream) {
        if (closed) {
            throw new JournalUnavailableException(stream, "the journal is closed", false, null);
        }
        StreamFiles files = StreamFiles.of(folder, stream);
        try {
            if (!disk.exists(files.log())) {
                checkNeverWritten(stream, files);
            }
            return StreamLog.open(stream, files, disk);
        } catch (IOException e) {
            throw new JournalUnavailableException(stream, "cannot open it in " + folder.getFileName(), false, e);
        }
    }
}
