package dev.finetuning.quality.near;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.function.LongConsumer;

/**
 * The words of an ASCII text as hashes in the sense of {@link WordHash}. Which of 64 characters belong to
 * words is worked out eight at a time and kept as bits, so that the processor need not guess where a word
 * ends; a word of up to eight letters is one load.
 */
final class AsciiWords {
    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long LOWER_CASE = 0x20 * ONES;
    /** Gathers the lowest bit of each byte in the highest byte. */
    private static final long GATHER = 0x0102040810204080L;

    private static final int LOOK = 32;

    private AsciiWords() {}

    /** Whether a text begins like one; spares others the conversion. */
    static boolean mayHold(String text) {
        for (int i = Math.min(LOOK, text.length()) - 1; i >= 0; i--) {
            if (text.charAt(i) > 127) {
                return false;
            }
        }
        return true;
    }

    static void forEach(byte[] ascii, LongConsumer words) {
        int open = -1;
        long before = 0;
        for (int base = 0; base < ascii.length; base += Long.SIZE) {
            long inWord = inWord(ascii, base);
            long edges = inWord ^ (inWord << 1 | before);
            before = inWord >>> 63;
            while (edges != 0) {
                int edge = base + Long.numberOfTrailingZeros(edges);
                edges &= edges - 1;
                if (open < 0) {
                    open = edge;
                } else {
                    words.accept(hash(ascii, open, edge));
                    open = -1;
                }
            }
        }
        if (open >= 0) {
            words.accept(hash(ascii, open, ascii.length));
        }
    }

    /** A bit for each of 64 characters, from the lowest. */
    private static long inWord(byte[] ascii, int base) {
        long bits = 0;
        int end = Math.min(ascii.length, base + Long.SIZE);
        for (int i = base; i < end; i += Long.BYTES) {
            bits |= inWord(load(ascii, i)) << (i - base);
        }
        return bits;
    }

    /** A bit for each of eight characters; no sum carries over, as all are below 128. */
    private static long inWord(long eight) {
        long folded = eight | LOWER_CASE;
        long letters = (folded + (128 - 'a') * ONES) & ~(folded + (128 - 'z' - 1) * ONES);
        long digits = (eight + (128 - '0') * ONES) & ~(eight + (128 - '9' - 1) * ONES);
        return ((((letters | digits) & HIGH_BITS) >>> 7) * GATHER) >>> 56;
    }

    private static long hash(byte[] ascii, int start, int end) {
        long hash = 0;
        int i = start;
        while (end - i > Long.BYTES) {
            hash = WordHash.step(hash, load(ascii, i) | LOWER_CASE);
            i += Long.BYTES;
        }
        long mask = -1L >>> (8 * (Long.BYTES - (end - i)));
        return WordHash.step(hash, (load(ascii, i) | LOWER_CASE) & mask);
    }

    /** Eight bytes, or what is left of them. */
    private static long load(byte[] ascii, int at) {
        if (at + Long.BYTES <= ascii.length) {
            return (long) WORDS.get(ascii, at);
        }
        long block = 0;
        for (int i = ascii.length - 1; i >= at; i--) {
            block = block << 8 | ascii[i];
        }
        return block;
    }
}
