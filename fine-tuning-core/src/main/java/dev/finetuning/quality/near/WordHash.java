package dev.finetuning.quality.near;

/**
 * The hash of a word, character by character: eight ASCII characters make one step, as {@link AsciiWords}
 * takes them; any other character is a step of its own. Not thread-safe.
 */
final class WordHash {
    private static final long FACTOR = 0x9E3779B97F4A7C15L;
    private static final long WIDE = 1L << 56;

    private long hash;
    private long block;
    private int inBlock;
    private boolean empty = true;

    static long step(long hash, long block) {
        long mixed = (hash ^ block) * FACTOR;
        return mixed ^ mixed >>> 32;
    }

    boolean isEmpty() {
        return empty;
    }

    void addAscii(int c) {
        empty = false;
        block |= (long) c << (8 * inBlock++);
        if (inBlock == Long.BYTES) {
            flush();
        }
    }

    void add(char c) {
        empty = false;
        flush();
        hash = step(hash, WIDE | c);
    }

    /** The hash; the next word may begin. */
    long take() {
        flush();
        long taken = hash;
        hash = 0;
        empty = true;
        return taken;
    }

    private void flush() {
        if (inBlock > 0) {
            hash = step(hash, block);
            block = 0;
            inBlock = 0;
        }
    }
}
