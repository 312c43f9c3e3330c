package dev.finetuning.spark;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hadoop.fs.FSDataInputStream;

/** The lines of a file that begin within a range of its bytes. */
final class WholeLines extends InputStream {
    private final InputStream in;
    private final long end;
    private long position;
    private boolean ended;

    private WholeLines(InputStream in, long position, long end) {
        this.in = in;
        this.position = position;
        this.end = end;
    }

    /**
     * Moves to the first line that begins at or after a byte.
     *
     * @param end no line that begins here or later is read
     */
    static WholeLines of(FSDataInputStream in, long from, long end) throws IOException {
        if (from == 0) {
            return new WholeLines(in, 0, end);
        }
        in.seek(from - 1);
        WholeLines lines = new WholeLines(new BufferedInputStream(in, 1 << 16), from - 1, Long.MAX_VALUE);
        int skipped = lines.read();
        while (skipped >= 0 && skipped != '\n') {
            skipped = lines.read();
        }
        WholeLines own = new WholeLines(lines.in, lines.position, end);
        own.ended = lines.position >= end;
        return own;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (ended) {
            return -1;
        }
        int count = in.read(bytes, offset, length);
        if (count <= 0) {
            return count;
        }
        // from the last byte of the range on, the next line feed is the end
        for (long i = Math.max(0, end - 1 - position); i < count; i++) {
            if (bytes[offset + (int) i] == '\n') {
                ended = true;
                position += i + 1;
                return (int) i + 1;
            }
        }
        position += count;
        return count;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
