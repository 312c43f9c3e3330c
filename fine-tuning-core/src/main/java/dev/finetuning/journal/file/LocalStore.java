package dev.finetuning.journal.file;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/** A log on the machine's own file system. Thread-safe. */
final class LocalStore implements Disk.Store {
    private final Path file;
    private final OpenFiles files;
    private final FileIdentity identity;

    LocalStore(Path file, OpenFiles files) throws IOException {
        this.file = file;
        this.files = files;
        identity = FileIdentity.of(file);
    }

    @Override
    public long size() throws IOException {
        try (OpenFiles.Handle handle = files.use(this, file)) {
            return handle.in().length();
        }
    }

    @Override
    public int read(long position, byte[] into, int count) throws IOException {
        try (OpenFiles.Handle handle = files.use(this, file)) {
            RandomAccessFile in = handle.in();
            synchronized (in) {
                in.seek(position);
                int done = 0;
                for (int read = 0; done < count && read >= 0; done += Math.max(read, 0)) {
                    read = in.read(into, done, count - done);
                }
                return done;
            }
        }
    }

    @Override
    public void append(byte[] from, int count) throws IOException {
        try (OpenFiles.Handle handle = files.use(this, file)) {
            handle.out().write(from, 0, count);
        }
    }

    @Override
    public void force() throws IOException {
        try (OpenFiles.Handle handle = files.use(this, file)) {
            handle.out().getFD().sync();
        }
    }

    @Override
    public boolean inPlace() throws IOException {
        return identity.isAt(file, 0);
    }

    @Override
    public void close() throws IOException {
        files.close(this);
    }
}
