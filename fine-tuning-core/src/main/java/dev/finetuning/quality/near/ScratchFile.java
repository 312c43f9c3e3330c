package dev.finetuning.quality.near;

import dev.finetuning.internal.io.TemporaryFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A temporary file that is mapped piece by piece, so that what it holds needs no heap. */
final class ScratchFile implements AutoCloseable {
    private final FileChannel channel;
    private long size;

    ScratchFile() {
        try {
            Path file = TemporaryFiles.create();
            channel = FileChannel.open(
                    file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
        } catch (IOException e) {
            throw new UncheckedIOException("no temporary file could be written", e);
        }
    }

    /** So many more bytes of it. */
    MappedByteBuffer more(long bytes) {
        try {
            MappedByteBuffer piece = channel.map(FileChannel.MapMode.READ_WRITE, size, bytes);
            size += bytes;
            return piece;
        } catch (IOException e) {
            throw new UncheckedIOException("the temporary file cannot grow", e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the temporary file cannot be closed", e);
        }
    }
}
