package dev.finetuning.internal.tokens;

import java.util.Arrays;
import java.util.List;

/**
 * The byte sequences that are tokens, each with its rank, in one hash table without objects. Sequences of up to seven
 * bytes are their own key; longer ones are found by a hash of 63 bits and then compared. Immutable and thread-safe.
 */
public final class TokenVocabulary {
    /** The rank of what is no token; above every other. */
    static final int NONE = Integer.MAX_VALUE;

    private static final int SHORT = 7;
    private static final long LONG_KEY = 1L << 63;

    private final byte[] bytes;
    private final int[] starts;
    private final long[] keys;
    /** The token in each slot of the table, and its rank, which is what most look-ups want. */
    private final int[] tokens;

    private final int[] ranks;
    private final int mask;

    private TokenVocabulary(List<Token> all) {
        int count = all.size();
        bytes = new byte[all.stream().mapToInt(token -> token.bytes.length).sum()];
        starts = new int[count + 1];
        int capacity = Integer.highestOneBit(Math.max(16, count * 2 - 1)) * 2;
        keys = new long[capacity];
        tokens = new int[capacity];
        ranks = new int[capacity];
        mask = capacity - 1;
        for (int i = 0; i < count; i++) {
            Token token = all.get(i);
            System.arraycopy(token.bytes, 0, bytes, starts[i], token.bytes.length);
            starts[i + 1] = starts[i] + token.bytes.length;
            insert(i, token.rank, key(token.bytes, 0, token.bytes.length));
        }
    }

    /**
     * One token.
     *
     * @param bytes its bytes, at least one
     * @param rank its rank, from 0
     */
    @SuppressWarnings("ArrayRecordComponent") // read once and copied
    public record Token(byte[] bytes, int rank) {}

    /**
     * A vocabulary.
     *
     * @throws IllegalArgumentException if a token is empty, stands twice, or one of the 256 single bytes is missing
     */
    public static TokenVocabulary of(List<Token> tokens) {
        if (tokens.stream().anyMatch(token -> token.bytes.length == 0)) {
            throw new IllegalArgumentException("the vocabulary contains a token without bytes");
        }
        TokenVocabulary made = new TokenVocabulary(tokens);
        byte[] single = new byte[1];
        for (int value = 0; value < 256; value++) {
            single[0] = (byte) value;
            if (made.rank(single, 0, 1) == NONE) {
                throw new IllegalArgumentException("the vocabulary has no token for the byte " + value);
            }
        }
        return made;
    }

    private void insert(int token, int rank, long key) {
        int slot = slot(key);
        while (keys[slot] != 0) {
            if (keys[slot] == key && same(tokens[slot], bytes, starts[token], starts[token + 1])) {
                throw new IllegalArgumentException("the vocabulary contains a token twice, of rank " + rank);
            }
            slot = (slot + 1) & mask;
        }
        keys[slot] = key;
        tokens[slot] = token;
        ranks[slot] = rank;
    }

    /** The rank of the bytes between two places, or {@link #NONE}. */
    int rank(byte[] text, int from, int to) {
        long key = key(text, from, to);
        int slot = slot(key);
        while (true) {
            long found = keys[slot];
            if (found == key && (key > 0 || same(tokens[slot], text, from, to))) {
                return ranks[slot];
            }
            if (found == 0) {
                return NONE;
            }
            slot = (slot + 1) & mask;
        }
    }

    /** Whether the bytes between two places are a token. */
    boolean holds(byte[] text, int from, int to) {
        return rank(text, from, to) != NONE;
    }

    private boolean same(int token, byte[] text, int from, int to) {
        return Arrays.equals(bytes, starts[token], starts[token + 1], text, from, to);
    }

    private int slot(long key) {
        long mixed = key * 0x9E3779B97F4A7C15L;
        return (int) (mixed >>> 32) & mask;
    }

    /** Never 0: a short key holds its length, a long one its sign. */
    private static long key(byte[] text, int from, int to) {
        int length = to - from;
        if (length <= SHORT) {
            long key = length;
            for (int i = from; i < to; i++) {
                key = (key << 8) | (text[i] & 0xFF);
            }
            return key;
        }
        long hash = length;
        for (int i = from; i < to; i++) {
            hash = (hash ^ (text[i] & 0xFF)) * 0xff51afd7ed558ccdL;
            hash ^= hash >>> 29;
        }
        return hash | LONG_KEY;
    }
}
