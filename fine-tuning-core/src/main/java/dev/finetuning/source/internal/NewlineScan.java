package dev.finetuning.source.internal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Finds line feeds eight bytes at a time (the zero-byte test of Hacker's Delight, 6-1). */
public final class NewlineScan {
    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long LINE_FEEDS = '\n' * ONES;

    private NewlineScan() {}

    /** The index of the first line feed within the range, or -1. */
    public static int next(byte[] bytes, int from, int to) {
        int i = from;
        while (i + 32 <= to
                && (marks(bytes, i) | marks(bytes, i + 8) | marks(bytes, i + 16) | marks(bytes, i + 24)) == 0) {
            i += 32;
        }
        while (i + 8 <= to) {
            long zeros = marks(bytes, i);
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

    /** A bit for the first line feed of eight bytes. */
    private static long marks(byte[] bytes, int i) {
        long difference = (long) WORDS.get(bytes, i) ^ LINE_FEEDS;
        return (difference - ONES) & ~difference & HIGH_BITS;
    }
}
