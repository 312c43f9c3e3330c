package dev.finetuning.journal.file;

import dev.finetuning.journal.JournalUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The open files of a folder, shared by every journal of this JVM that uses the folder: a second lock
 * on the same file in one JVM would fail, and closing one of two open files would drop the lock of both.
 */
final class JournalFolder {
    private static final Map<Path, JournalFolder> OPEN = new ConcurrentHashMap<>();

    private final Path folder;
    private final Disk disk;
    private final Map<String, StreamLog> logs = new ConcurrentHashMap<>();
    private int users;

    JournalFolder(Path folder, Disk disk) {
        this.folder = folder;
        this.disk = disk;
    }

    /** The folder, which is created where it does not exist; every call needs one {@link #leave}. */
    static JournalFolder enter(Path folder) throws IOException {
        Path real = Files.createDirectories(folder).toRealPath();
        return OPEN.compute(real, (path, open) -> {
            JournalFolder entered = open != null ? open : new JournalFolder(path, new LocalDisk());
            entered.users++;
            return entered;
        });
    }

    void leave() {
        OPEN.computeIfPresent(folder, (path, open) -> {
            open.users--;
            if (open.users > 0) {
                return open;
            }
            open.closeAll();
            return null;
        });
    }

    void closeAll() {
        logs.forEach((stream, log) -> {
            try {
                log.close();
            } catch (IOException e) {
                throw new JournalUnavailableException(stream, "cannot close it", false, e);
            }
        });
        logs.clear();
    }

    /** The stream's log, created where it does not exist. */
    StreamLog log(String stream) {
        StreamLog open = logs.get(stream);
        return open != null ? open : logs.computeIfAbsent(stream, this::open);
    }

    /** The stream's log; null where there is none yet. */
    @Nullable
    StreamLog existing(String stream) {
        StreamLog open = logs.get(stream);
        return open != null || !disk.exists(StreamFiles.of(folder, stream).log()) ? open : log(stream);
    }

    private StreamLog open(String stream) {
        try {
            return StreamLog.open(stream, StreamFiles.of(folder, stream), disk);
        } catch (IOException e) {
            throw new JournalUnavailableException(stream, "cannot open it in " + folder.getFileName(), false, e);
        }
    }
}
