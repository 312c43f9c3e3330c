package dev.finetuning.local.internal.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The sign of life of a job's worker: a file that names the worker's process and is locked by it.
 *
 * <p>The operating system takes a file lock back when the process ends, however it ends; but also when any
 * code of the process, a backup say, closes the file. Therefore a lock that is free means nothing while the
 * process that the file names is alive. Within a JVM a system property says who holds what, to all class
 * loaders, before anybody touches the file.
 */
public final class WorkerLock implements AutoCloseable {
    private static final String HELD = "dev.finetuning.local.lock:";
    private static final int MAX_RECORD = 1024;

    private final Path file;
    private final String property;
    private final FileChannel channel;

    private WorkerLock(Path file, String property, FileChannel channel) {
        this.file = file;
        this.property = property;
        this.channel = channel;
    }

    /** Takes the lock; empty while it is held in this or another process. */
    public static Optional<WorkerLock> tryAcquire(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        String property = HELD + key(folder) + "/" + file.getFileName();
        if (System.getProperties().putIfAbsent(property, ProcessIdentity.current()) != null) {
            return Optional.empty();
        }
        Optional<WorkerLock> lock = Optional.empty();
        try {
            lock = lock(file).map(channel -> new WorkerLock(file, property, channel));
        } finally {
            if (lock.isEmpty()) {
                System.clearProperty(property);
            }
        }
        return lock;
    }

    /** What tells a file from all others, by whatever path it is reached; the path where the system has none. */
    private static Object key(@Nullable Path file) throws IOException {
        Path place = Objects.requireNonNull(file, "a lock lies in a folder");
        Object key = Files.readAttributes(place, BasicFileAttributes.class).fileKey();
        return key == null ? place.toRealPath() : key;
    }

    private static Optional<FileChannel> lock(Path file) throws IOException {
        FileChannel channel = FileChannel.open(
                file,
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                LinkOption.NOFOLLOW_LINKS);
        boolean locked = false;
        try {
            locked = lock(channel) && isAt(file, channel) && !ownerLives(channel);
            if (locked) {
                channel.truncate(0);
                channel.write(ByteBuffer.wrap(ProcessIdentity.current().getBytes(StandardCharsets.UTF_8)), 0);
            }
        } finally {
            if (!locked) {
                channel.close();
            }
        }
        return locked ? Optional.of(channel) : Optional.empty();
    }

    private static boolean lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException heldInThisProcess) {
            return false;
        }
    }

    /** Whether the file was not deleted by its last owner while it was being locked. */
    private static boolean isAt(Path file, FileChannel channel) throws IOException {
        try {
            return Files.size(file) == channel.size();
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private static boolean ownerLives(FileChannel channel) throws IOException {
        ByteBuffer record = ByteBuffer.allocate(MAX_RECORD);
        channel.read(record, 0);
        String owner = new String(record.array(), 0, record.position(), StandardCharsets.UTF_8);
        return !owner.equals(ProcessIdentity.current()) && ProcessIdentity.isAlive(owner);
    }

    /** Deletes the file and gives the lock back. */
    @Override
    public void close() throws IOException {
        try (channel) {
            Files.deleteIfExists(file);
        } finally {
            System.clearProperty(property);
        }
    }
}
