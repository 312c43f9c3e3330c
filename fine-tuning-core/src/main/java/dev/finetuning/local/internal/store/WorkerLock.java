package dev.finetuning.local.internal.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The sign of life of a job's worker: a file lock, which the operating system takes back when the
 * process ends, however it ends.
 *
 * <p>A file lock belongs to the whole process, and closing any channel on the file drops it; therefore
 * the set of files locked here is asked before a file is touched.
 */
public final class WorkerLock implements AutoCloseable {
    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;

    private WorkerLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** Takes the lock, or nothing while somebody here or in another process holds it. */
    public static Optional<WorkerLock> tryAcquire(Path file) throws IOException {
        if (!HELD_HERE.add(file)) {
            return Optional.empty();
        }
        WorkerLock lock = null;
        try {
            lock = open(file);
        } finally {
            if (lock == null) {
                HELD_HERE.remove(file);
            }
        }
        return Optional.ofNullable(lock);
    }

    private static @Nullable WorkerLock open(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        boolean locked = false;
        try {
            locked = channel.tryLock() != null;
        } finally {
            if (!locked) {
                channel.close();
            }
        }
        return locked ? new WorkerLock(file, channel) : null;
    }

    /** Gives the lock back and deletes its file. */
    @Override
    public void close() throws IOException {
        try {
            channel.close();
            Files.deleteIfExists(file);
        } finally {
            HELD_HERE.remove(file);
        }
    }
}
