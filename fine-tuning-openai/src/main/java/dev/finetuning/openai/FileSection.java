package dev.finetuning.openai;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Some consecutive bytes of a file as a stream, read from disk as they are asked for. */
final class FileSection extends InputStream {
    private final FileChannel channel;
    private long remaining;

    FileSection(Path file, long offset, long length) throws IOException {
        channel = FileChannel.open(file, StandardOpenOption.READ).position(offset);
        remaining = length;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (remaining <= 0) {
            return -1;
        }
        int count = channel.read(ByteBuffer.wrap(target, offset, (int) Math.min(length, remaining)));
        remaining -= Math.max(0, count);
        return count;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
