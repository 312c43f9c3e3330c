package dev.finetuning.source;

import dev.finetuning.internal.json.Utf8;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Finds the end of a line and what is not UTF-8 in it in one pass, eight bytes at a time (the zero-byte
 * test of Hacker's Delight, 6-1). Indices count from the line's start, so that the bytes may move between
 * two calls.
 */
final class LineScan {
    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long LINE_FEEDS = '\n' * ONES;
    private static final long BACKSLASHES = '\\' * ONES;

    private int reached;
    private int flaw;

    /** A new line begins. */
    void begin() {
        reached = 0;
        flaw = -1;
    }

    /** Where the first flaw is, or -1; see {@link Utf8#flawAt}. */
    int flaw() {
        return flaw;
    }

    /**
     * Goes on where it stopped.
     *
     * @param start where the line begins
     * @param end how far there are bytes
     * @param last whether none will follow
     * @return the line's length, or -1 if its end is not there yet
     */
    int go(byte[] bytes, int start, int end, boolean last) {
        int i = start + reached;
        while (flaw < 0) {
            i = mark(bytes, i, end);
            if (i >= end) {
                reached = end - start;
                return -1;
            }
            if (bytes[i] == '\n') {
                return i - start;
            }
            if (end - i < Utf8.LONGEST && !last) {
                reached = i - start;
                return -1;
            }
            int length = Utf8.lengthAt(bytes, i, end);
            flaw = length == 0 ? i - start : -1;
            i += length;
        }
        int found = NewlineScan.next(bytes, i, end);
        reached = end - start;
        return found < 0 ? -1 : found - start;
    }

    /** The next byte that is a line feed, a backslash or beyond ASCII, or the end. */
    private static int mark(byte[] bytes, int from, int end) {
        int i = from;
        while (i + 8 <= end) {
            long word = (long) WORDS.get(bytes, i);
            long feed = word ^ LINE_FEEDS;
            long backslash = word ^ BACKSLASHES;
            long marks = (word | ((feed - ONES) & ~feed) | ((backslash - ONES) & ~backslash)) & HIGH_BITS;
            if (marks != 0) {
                return i + (Long.numberOfTrailingZeros(marks) >>> 3);
            }
            i += 8;
        }
        while (i < end && bytes[i] >= 0 && bytes[i] != '\n' && bytes[i] != '\\') {
            i++;
        }
        return i;
    }
}
