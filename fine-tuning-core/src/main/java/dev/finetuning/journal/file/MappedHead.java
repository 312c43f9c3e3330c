package dev.finetuning.journal.file;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The shared word as a mapped file: reading it is a memory access, and all processes of the machine see
 * what one of them wrote at once. The file is open only until it is mapped.
 */
final class MappedHead implements Disk.Head {
    private static final VarHandle WORD = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private final Path file;
    private final FileIdentity identity;
    private final MappedByteBuffer memory;

    MappedHead(Path file) throws IOException {
        this.file = file;
        Uninterrupted.call(() -> fill(file));
        identity = FileIdentity.of(file);
        memory = Uninterrupted.call(() -> map(file));
    }

    /**
     * Gives the word real bytes, so that a full disk is known now and not when the memory is written. What is
     * appended never overwrites what another process has put there meanwhile.
     */
    private static long fill(Path file) throws IOException {
        if (Files.size(file) < Long.BYTES) {
            try (FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.WRITE, StandardOpenOption.APPEND, LinkOption.NOFOLLOW_LINKS)) {
                channel.write(ByteBuffer.allocate(Long.BYTES));
            }
        }
        return Files.size(file);
    }

    private static MappedByteBuffer map(Path file) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
            return channel.map(MapMode.READ_WRITE, 0, Long.BYTES);
        }
    }

    @Override
    public long get() {
        return (long) WORD.getVolatile(memory, 0);
    }

    @Override
    public boolean replace(long expected, long word) {
        return WORD.compareAndSet(memory, 0, expected, word);
    }

    @Override
    public boolean inPlace() throws IOException {
        return identity.isAt(file, Long.BYTES);
    }

    @Override
    public void close() {
        // the file is closed already; the memory goes when nothing refers to it
    }
}
