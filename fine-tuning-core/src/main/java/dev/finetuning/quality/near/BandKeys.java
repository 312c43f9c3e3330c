package dev.finetuning.quality.near;

import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The sixteen band keys of every example, 128 bytes each, in a mapped temporary file outside the heap.
 * A key hashes eight places of the signature; examples that share a key in a band are candidates.
 */
final class BandKeys implements AutoCloseable {
    static final int BANDS = 16;
    private static final int ROWS = MinHash.PLACES / BANDS;
    private static final int EXAMPLES_PER_CHUNK = 1 << 16;
    private static final long CHUNK_BYTES = (long) EXAMPLES_PER_CHUNK * BANDS * Long.BYTES;

    private final ScratchFile file = new ScratchFile();
    private final List<LongBuffer> chunks = new ArrayList<>();
    private int size;

    int size() {
        return size;
    }

    /** The keys of a signature, one for each band. */
    static long[] of(int[] signature) {
        long[] keys = new long[BANDS];
        for (int band = 0; band < BANDS; band++) {
            long key = band + 1L;
            for (int row = 0; row < ROWS; row++) {
                key = (key ^ signature[band * ROWS + row]) * 0x9E3779B97F4A7C15L;
                key ^= key >>> 29;
            }
            keys[band] = key;
        }
        return keys;
    }

    /** Adds the next example's keys. */
    void add(long[] keys) {
        int within = size % EXAMPLES_PER_CHUNK;
        if (within == 0) {
            chunks.add(file.more(CHUNK_BYTES).asLongBuffer());
        }
        LongBuffer chunk = chunks.get(chunks.size() - 1);
        for (int band = 0; band < BANDS; band++) {
            // one band after the other, as they are read
            chunk.put(band * EXAMPLES_PER_CHUNK + within, keys[band]);
        }
        size++;
    }

    long key(int example, int band) {
        return chunks.get(example / EXAMPLES_PER_CHUNK).get(band * EXAMPLES_PER_CHUNK + example % EXAMPLES_PER_CHUNK);
    }

    @Override
    public void close() {
        chunks.clear();
        file.close();
    }
}
