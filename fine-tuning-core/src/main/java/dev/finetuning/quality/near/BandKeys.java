package dev.finetuning.quality.near;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.LongBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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

    private final Path file;
    private final FileChannel channel;
    private final List<LongBuffer> chunks = new ArrayList<>();
    private int size;

    BandKeys() {
        try {
            file = Files.createTempFile("near-duplicates", ".keys");
            channel = FileChannel.open(
                    file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
        } catch (IOException e) {
            throw new UncheckedIOException("no temporary file for near-duplicate keys", e);
        }
    }

    int size() {
        return size;
    }

    /** Adds the next example's signature. */
    void add(int[] signature) {
        int within = size % EXAMPLES_PER_CHUNK;
        if (within == 0) {
            chunks.add(map(chunks.size() * CHUNK_BYTES));
        }
        LongBuffer chunk = chunks.get(chunks.size() - 1);
        for (int band = 0; band < BANDS; band++) {
            long key = band + 1L;
            for (int row = 0; row < ROWS; row++) {
                key = (key ^ signature[band * ROWS + row]) * 0x9E3779B97F4A7C15L;
                key ^= key >>> 29;
            }
            // one band after the other, as they are read
            chunk.put(band * EXAMPLES_PER_CHUNK + within, key);
        }
        size++;
    }

    long key(int example, int band) {
        return chunks.get(example / EXAMPLES_PER_CHUNK).get(band * EXAMPLES_PER_CHUNK + example % EXAMPLES_PER_CHUNK);
    }

    private LongBuffer map(long offset) {
        try {
            MappedByteBuffer chunk = channel.map(FileChannel.MapMode.READ_WRITE, offset, CHUNK_BYTES);
            return chunk.asLongBuffer();
        } catch (IOException e) {
            throw new UncheckedIOException("the temporary file for near-duplicate keys cannot grow", e);
        }
    }

    @Override
    public void close() {
        try {
            chunks.clear();
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the temporary file for near-duplicate keys cannot be closed", e);
        }
    }
}
