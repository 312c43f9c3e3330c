package dev.finetuning.dataset;

import java.nio.ByteBuffer;

/**
 * Remembers contents by the first 64 bits of their SHA-256, in 16 to 24 bytes each. Among a million
 * examples, the chance that two different ones collide is about 3 in 100 million (n²/2⁶⁵).
 */
final class SeenContent {
    private long[] slots = new long[1 << 12];
    private int count;

    /** Whether the content of this SHA-256 is here for the first time. */
    boolean add(byte[] sha256) {
        long hash = ByteBuffer.wrap(sha256).getLong();
        if (count * 3L > slots.length * 2L) {
            grow();
        }
        boolean fresh = insert(slots, hash == 0 ? 1 : hash);
        count += fresh ? 1 : 0;
        return fresh;
    }

    private static boolean insert(long[] slots, long hash) {
        int mask = slots.length - 1;
        int at = (int) hash & mask;
        while (slots[at] != 0) {
            if (slots[at] == hash) {
                return false;
            }
            at = (at + 1) & mask;
        }
        slots[at] = hash;
        return true;
    }

    private void grow() {
        long[] larger = new long[slots.length * 2];
        for (long hash : slots) {
            if (hash != 0) {
                insert(larger, hash);
            }
        }
        slots = larger;
    }
}
