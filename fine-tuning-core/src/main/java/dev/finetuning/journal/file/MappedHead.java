package dev.finetuning.journal.file;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The shared word as a mapped file: reading it is a memory access, and all processes of the machine see
 * what one of them wrote at once. The same file carries the lock.
 */
final class MappedHead implements Disk.Head {
    private static final VarHandle WORD = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private final Path file;
    private final MappedByteBuffer memory;
    private FileChannel channel;

    MappedHead(Path file) throws IOException {
        this.file = file;
        channel = open();
        memory = Uninterrupted.call(() -> reopened().map(MapMode.READ_WRITE, 0, Long.BYTES));
    }

    private FileChannel open() throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    /** The channel, opened again if an interrupt has closed it. */
    private FileChannel reopened() throws IOException {
        if (!channel.isOpen()) {
            channel = open();
        }
        return channel;
    }

    @Override
    public long get() {
        return (long) WORD.getVolatile(memory, 0);
    }

    @Override
    public void set(long word) {
        WORD.setVolatile(memory, 0, word);
    }

    @Override
    public Disk.Lock lock() throws IOException {
        FileLock lock = Uninterrupted.call(this::lockOrSpin);
        return lock::release;
    }

    private FileLock lockOrSpin() throws IOException {
        while (true) {
            try {
                return reopened().lock();
            } catch (OverlappingFileLockException otherClassLoader) {
                // another copy of this class in the same JVM holds it for the length of one append
                Thread.onSpinWait();
            }
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
