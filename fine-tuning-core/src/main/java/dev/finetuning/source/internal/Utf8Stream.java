package dev.finetuning.source.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;

/**
 * The characters of a reader as UTF-8. Half a surrogate pair is written as the three bytes that strict
 * UTF-8 forbids, so that the record it stands in is rejected instead of altered.
 */
public final class Utf8Stream extends InputStream {
    private final Reader reader;
    private final char[] chars = new char[8192];
    private final byte[] bytes = new byte[3 * chars.length + 4];
    private int position;
    private int limit;
    private int pendingHigh = -1;

    public Utf8Stream(Reader reader) {
        this.reader = reader;
    }

    @Override
    public int read() throws IOException {
        return fill() ? bytes[position++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int count = Math.min(length, limit - position);
        System.arraycopy(bytes, position, target, offset, count);
        position += count;
        return count;
    }

    private boolean fill() throws IOException {
        while (position == limit) {
            position = 0;
            limit = 0;
            int read = reader.read(chars);
            if (read < 0) {
                flushPending();
                return limit > 0;
            }
            for (int i = 0; i < read; i++) {
                put(chars[i]);
            }
        }
        return true;
    }

    private void put(char unit) {
        if (pendingHigh >= 0 && Character.isLowSurrogate(unit)) {
            putCodePoint(Character.toCodePoint((char) pendingHigh, unit));
            pendingHigh = -1;
            return;
        }
        flushPending();
        if (Character.isHighSurrogate(unit)) {
            pendingHigh = unit;
        } else {
            putCodePoint(unit);
        }
    }

    private void flushPending() {
        if (pendingHigh >= 0) {
            putCodePoint(pendingHigh);
            pendingHigh = -1;
        }
    }

    private void putCodePoint(int code) {
        if (code < 0x80) {
            bytes[limit++] = (byte) code;
        } else if (code < 0x800) {
            bytes[limit++] = (byte) (0xC0 | code >> 6);
            bytes[limit++] = continuation(code);
        } else if (code < 0x10000) {
            bytes[limit++] = (byte) (0xE0 | code >> 12);
            bytes[limit++] = continuation(code >> 6);
            bytes[limit++] = continuation(code);
        } else {
            bytes[limit++] = (byte) (0xF0 | code >> 18);
            bytes[limit++] = continuation(code >> 12);
            bytes[limit++] = continuation(code >> 6);
            bytes[limit++] = continuation(code);
        }
    }

    private static byte continuation(int bits) {
        return (byte) (0x80 | (bits & 0x3F));
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
