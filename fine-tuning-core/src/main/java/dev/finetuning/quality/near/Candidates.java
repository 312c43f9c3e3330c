package dev.finetuning.quality.near;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Pairs of examples that share a key in some band. Within a bucket each example is paired with the
 * first and with the one before it, so that their number grows with the examples and not with their
 * square.
 */
final class Candidates {
    private long[] pairs = new long[1 << 10];
    private int size;

    static Candidates of(BandKeys keys) {
        Candidates candidates = new Candidates();
        int capacity = Integer.highestOneBit(Math.max(16, keys.size()) * 2 - 1) * 2;
        int[] first = new int[capacity];
        int[] latest = new int[capacity];
        for (int band = 0; band < BandKeys.BANDS; band++) {
            Arrays.fill(first, 0);
            for (int example = 0; example < keys.size(); example++) {
                long key = keys.key(example, band);
                int slot = slot(keys, band, key, first);
                if (first[slot] == 0) {
                    first[slot] = example + 1;
                } else {
                    candidates.add(first[slot] - 1, example);
                    if (latest[slot] != first[slot]) {
                        candidates.add(latest[slot] - 1, example);
                    }
                }
                latest[slot] = example + 1;
            }
            candidates.dropRepeated();
        }
        return candidates;
    }

    private static int slot(BandKeys keys, int band, long key, int[] first) {
        int mask = first.length - 1;
        int slot = (int) (key >>> 17) & mask;
        while (first[slot] != 0 && keys.key(first[slot] - 1, band) != key) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private void add(int left, int right) {
        if (size == pairs.length) {
            pairs = Arrays.copyOf(pairs, size + (size >> 1));
        }
        pairs[size++] = (long) left << 32 | right;
    }

    private void dropRepeated() {
        Arrays.sort(pairs, 0, size);
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (kept == 0 || pairs[i] != pairs[kept - 1]) {
                pairs[kept++] = pairs[i];
            }
        }
        size = kept;
    }

    int size() {
        return size;
    }

    int left(int pair) {
        return (int) (pairs[pair] >>> 32);
    }

    int right(int pair) {
        return (int) pairs[pair];
    }

    /** The examples that occur in a pair. */
    BitSet involved() {
        BitSet involved = new BitSet();
        for (int pair = 0; pair < size; pair++) {
            involved.set(left(pair));
            involved.set(right(pair));
        }
        return involved;
    }
}
