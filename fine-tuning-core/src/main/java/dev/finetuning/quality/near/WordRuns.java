package dev.finetuning.quality.near;

import java.util.Arrays;

/** Hashes of word runs and in which example each stood first: 12 bytes each in open addressing. */
final class WordRuns {
    private static final long EMPTY = 0;

    private long[] keys = new long[1 << 10];
    private int[] values = new int[1 << 10];
    private int size;

    void put(long hash, int value) {
        if (size * 2 >= keys.length) {
            grow();
        }
        long key = hash == EMPTY ? 1 : hash;
        int slot = slot(key);
        if (keys[slot] == EMPTY) {
            keys[slot] = key;
            values[slot] = value;
            size++;
        }
    }

    /** The example it stood in first, or -1. */
    int get(long hash) {
        long key = hash == EMPTY ? 1 : hash;
        int slot = slot(key);
        return keys[slot] == EMPTY ? -1 : values[slot];
    }

    private int slot(long key) {
        int mask = keys.length - 1;
        int slot = (int) (key >>> 13) & mask;
        while (keys[slot] != EMPTY && keys[slot] != key) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private void grow() {
        long[] oldKeys = keys;
        int[] oldValues = Arrays.copyOf(values, values.length);
        keys = new long[oldKeys.length * 2];
        values = new int[oldKeys.length * 2];
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldKeys[i] != EMPTY) {
                int slot = slot(oldKeys[i]);
                keys[slot] = oldKeys[i];
                values[slot] = oldValues[i];
            }
        }
    }
}
