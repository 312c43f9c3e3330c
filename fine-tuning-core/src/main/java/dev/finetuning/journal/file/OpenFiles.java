package dev.finetuning.journal.file;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a bounded number of files open. When another is needed, the one that was not used for longest is
 * closed, and opened again when somebody asks for it. Content goes through {@link RandomAccessFile} and
 * {@link FileOutputStream}, because a {@code FileChannel} is closed for everybody when one thread that uses
 * it is interrupted. Thread-safe.
 */
final class OpenFiles {
    /** At most 32 descriptors: each file is open once to read and once to append. */
    static final OpenFiles SHARED = new OpenFiles(16);

    private final int max;
    private final Map<Object, Handle> open = new LinkedHashMap<>(16, 0.75f, true);

    OpenFiles(int max) {
        this.max = max;
    }

    /** An open file. Closing it gives it back, nothing more. */
    final class Handle implements AutoCloseable {
        private final Path file;
        private final RandomAccessFile in;
        private @Nullable FileOutputStream out;
        private int users;

        private Handle(Path file) throws IOException {
            this.file = file;
            in = new RandomAccessFile(file.toFile(), "r");
        }

        RandomAccessFile in() {
            return in;
        }

        /** The file to append to: each write lands behind all that is there. */
        FileOutputStream out() throws IOException {
            synchronized (OpenFiles.this) {
                FileOutputStream opened = out;
                if (opened == null) {
                    opened = retried(() -> new FileOutputStream(file.toFile(), true));
                    out = opened;
                }
                return opened;
            }
        }

        @Override
        public void close() {
            synchronized (OpenFiles.this) {
                users--;
                OpenFiles.this.notifyAll();
            }
        }

        private void closeFiles() throws IOException {
            FileOutputStream opened = out;
            try {
                if (opened != null) {
                    opened.close();
                }
            } finally {
                in.close();
            }
        }
    }

    /** Opens a file. */
    @FunctionalInterface
    private interface Opening<T> {
        T open() throws IOException;
    }

    /**
     * An owner's file, opened if it is not. The caller closes what is returned soon, and takes no second one
     * before.
     */
    synchronized Handle use(Object owner, Path file) throws IOException {
        boolean interrupted = false;
        try {
            while (true) {
                Handle handle = open.get(owner);
                if (handle == null && (open.size() < max || closeIdle(1) > 0)) {
                    handle = retried(() -> new Handle(file));
                    open.put(owner, handle);
                }
                if (handle != null) {
                    handle.users++;
                    return handle;
                }
                try {
                    wait();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Opens something, a second time without the idle files if the first fails for want of descriptors. */
    private <T> T retried(Opening<T> opening) throws IOException {
        try {
            return opening.open();
        } catch (IOException e) {
            if (closeIdle(Integer.MAX_VALUE) == 0) {
                throw e;
            }
            return opening.open();
        }
    }

    /** Does something that needs a descriptor for itself. */
    <T> T withRoom(Uninterrupted.Call<T> call) throws IOException {
        try {
            return call.run();
        } catch (IOException e) {
            synchronized (this) {
                if (closeIdle(Integer.MAX_VALUE) == 0) {
                    throw e;
                }
            }
            return call.run();
        }
    }

    private int closeIdle(int most) throws IOException {
        int closed = 0;
        for (Iterator<Handle> each = open.values().iterator(); each.hasNext() && closed < most; ) {
            Handle handle = each.next();
            if (handle.users == 0) {
                each.remove();
                handle.closeFiles();
                closed++;
            }
        }
        return closed;
    }

    /** Closes an owner's file, which is no longer used. */
    synchronized void close(Object owner) throws IOException {
        Handle handle = open.get(owner);
        if (handle != null && handle.users == 0) {
            open.remove(owner);
            handle.closeFiles();
        }
    }

    synchronized int size() {
        return open.size();
    }
}
