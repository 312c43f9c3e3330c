package dev.finetuning.journal.file;

/**
 * The word that processes share about a file: how many of its bytes are acknowledged, in 48 bits, and a
 * check of that number in 16, so that a damaged word is known as one.
 */
final class HeadWord {
    private static final long MIXER = 0x9E3779B97F4A7C15L;

    private HeadWord() {}

    static long of(long length) {
        return (length << 16) | check(length);
    }

    /** The acknowledged bytes; 0 where the word is damaged or was never written. */
    static long length(long word) {
        return sound(word) ? word >>> 16 : 0;
    }

    /** Whether the word is one that was written. */
    static boolean sound(long word) {
        return (word & 0xFFFF) == check(word >>> 16);
    }

    private static long check(long length) {
        return ((length + 1) * MIXER) >>> 48;
    }
}
