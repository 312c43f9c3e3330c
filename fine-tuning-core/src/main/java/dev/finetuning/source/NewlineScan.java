package dev.finetuning.source;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Finds line feeds eight bytes at a time (the zero-byte test of Hacker's Delight, 6-1). */
final class NewlineScan {
    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long LINE_FEEDS = '\n' * ONES;

    private NewlineScan() {}

    /** The index of the first line feed within the range, or -1. */
    static int next(byte[] bytes, int from, int to) {
        int i = from;
        while (i + 8 <= to) {
            long difference = (long) WORDS.get(bytes, i) ^ LINE_FEEDS;
            long zeros = (difference - ONES) & ~difference & HIGH_BITS;
            if (zeros != 0) {
                return i + (Long.numberOfTrailingZeros(zeros) >>> 3);
            }
            i += 8;
        }
        while (i < to) {
            if (bytes[i] == '\n') {
                return i;
            }
            i++;
        }
        return -1;
    }
}
