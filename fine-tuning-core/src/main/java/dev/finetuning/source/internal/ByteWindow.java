package dev.finetuning.source.internal;

import java.io.IOException;
import java.io.InputStream;

/**
 * A moving window over a stream: a start, which the caller moves on, and an end. Bytes once shown are
 * never overwritten, because records refer to them: a full window is left behind and its unread rest
 * copied to a new one. Indices are relative to the start.
 */
public final class ByteWindow {
    private static final int SIZE = 1 << 16;

    private final InputStream in;
    private final String name;
    private byte[] bytes = new byte[SIZE];
    private int start;
    private int end;
    private long consumed;

    public ByteWindow(InputStream in, String name) {
        this.in = in;
        this.name = name;
    }

    public byte[] bytes() {
        return bytes;
    }

    /** Where in {@link #bytes} the unread part begins. */
    public int start() {
        return start;
    }

    /** How many unread bytes are there. */
    public int length() {
        return end - start;
    }

    public long consumed() {
        return consumed;
    }

    public int at(int index) {
        return bytes[start + index];
    }

    /** Moves the start on. */
    public void drop(int count) {
        start += count;
    }

    /** Reads more behind what is there; false at the end of the stream. */
    public boolean more() {
        if (end == bytes.length) {
            int kept = end - start;
            byte[] next = new byte[kept > SIZE / 2 ? Math.addExact(kept, kept) : SIZE];
            System.arraycopy(bytes, start, next, 0, kept);
            bytes = next;
            start = 0;
            end = kept;
        }
        try {
            int read = in.read(bytes, end, bytes.length - end);
            end += Math.max(0, read);
            consumed += Math.max(0, read);
            return read >= 0;
        } catch (IOException e) {
            throw Input.failed(name, 0, e);
        }
    }

    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            throw Input.failed(name, 0, e);
        }
    }
}
