package dev.finetuning.quality.near;

import java.util.Arrays;

/** A set of shingles as 32-bit hashes in ascending order. */
final class ShingleSet {
    private final int[] hashes;

    ShingleSet(int[] hashes) {
        this.hashes = hashes;
    }

    /** The members, which must not be changed. */
    int[] hashes() {
        return hashes;
    }

    /** The share of all members that both sets have; 0 for two empty ones. */
    double jaccard(ShingleSet other) {
        int common = 0;
        int l = 0;
        int r = 0;
        while (l < hashes.length && r < other.hashes.length) {
            int order = Integer.compare(hashes[l], other.hashes[r]);
            common += order == 0 ? 1 : 0;
            l += order <= 0 ? 1 : 0;
            r += order >= 0 ? 1 : 0;
        }
        int all = hashes.length + other.hashes.length - common;
        return all == 0 ? 0 : (double) common / all;
    }

    /** Takes shingles in any order, repeated ones too. */
    static final class Builder {
        private int[] hashes = new int[64];
        private int size;

        void add(long hash) {
            if (size == hashes.length) {
                hashes = Arrays.copyOf(hashes, size * 2);
            }
            hashes[size++] = (int) (hash >>> 20);
        }

        ShingleSet build() {
            Arrays.sort(hashes, 0, size);
            int kept = 0;
            for (int i = 0; i < size; i++) {
                if (kept == 0 || hashes[i] != hashes[kept - 1]) {
                    hashes[kept++] = hashes[i];
                }
            }
            return new ShingleSet(Arrays.copyOf(hashes, kept));
        }
    }
}
