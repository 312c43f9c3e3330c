package dev.finetuning.journal.file;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * The machine's own file system. Content goes through {@link RandomAccessFile}, because a {@code
 * FileChannel} is closed for everybody when one thread that uses it is interrupted.
 */
final class LocalDisk implements Disk {
    @Override
    public Store open(Path file) throws IOException {
        boolean created = !Files.exists(file);
        Store store = new LocalStore(new RandomAccessFile(file.toFile(), "rw"));
        if (created) {
            forceDirectory(file);
        }
        return store;
    }

    @Override
    public Head head(Path file) throws IOException {
        return new MappedHead(file);
    }

    @Override
    public boolean exists(Path file) {
        return Files.exists(file);
    }

    @Override
    public byte[] readAll(Path file) throws IOException {
        return Uninterrupted.call(() -> Files.readAllBytes(file));
    }

    @Override
    public void replace(Path file, byte[] content) throws IOException {
        Path fresh = Files.createTempFile(file.getParent(), "new-", ".part");
        try {
            try (RandomAccessFile out = new RandomAccessFile(fresh.toFile(), "rw")) {
                out.write(content);
                out.getFD().sync();
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            forceDirectory(file);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    /** A new name is only durable once its directory is; some systems do not let directories be opened. */
    private static void forceDirectory(Path file) {
        try {
            Uninterrupted.call(() -> {
                try (FileChannel directory = FileChannel.open(file.getParent(), StandardOpenOption.READ)) {
                    directory.force(true);
                    return directory;
                }
            });
        } catch (IOException unsupported) {
            // such systems make names durable themselves
        }
    }

    private record LocalStore(RandomAccessFile file) implements Store {
        @Override
        public long size() throws IOException {
            return file.length();
        }

        @Override
        public int read(long position, byte[] into, int count) throws IOException {
            file.seek(position);
            int done = 0;
            while (done < count) {
                int read = file.read(into, done, count - done);
                if (read < 0) {
                    break;
                }
                done += read;
            }
            return done;
        }

        @Override
        public void write(long position, byte[] from, int count) throws IOException {
            file.seek(position);
            file.write(from, 0, count);
        }

        @Override
        public void force() throws IOException {
            file.getFD().sync();
        }

        @Override
        public void truncate(long size) throws IOException {
            file.setLength(size);
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
