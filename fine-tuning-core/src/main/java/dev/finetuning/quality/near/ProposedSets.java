package dev.finetuning.quality.near;

import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The shingles of the examples that were proposed, in a mapped temporary file: where many examples
 * resemble each other, they would not fit on the heap.
 */
final class ProposedSets implements AutoCloseable {
    private static final int CHUNK = 1 << 24;

    private final ScratchFile file = new ScratchFile();
    private final List<IntBuffer> chunks = new ArrayList<>();

    /** Where a set stands. */
    record Place(int chunk, int from, int size) {}

    Place add(ShingleSet set) {
        int[] hashes = set.hashes();
        IntBuffer chunk = chunks.isEmpty() ? IntBuffer.allocate(0) : chunks.get(chunks.size() - 1);
        if (chunk.remaining() < hashes.length) {
            chunk = file.more((long) Math.max(CHUNK, hashes.length) * Integer.BYTES)
                    .asIntBuffer();
            chunks.add(chunk);
        }
        Place place = new Place(Math.max(0, chunks.size() - 1), chunk.position(), hashes.length);
        chunk.put(hashes);
        return place;
    }

    ShingleSet get(Place place) {
        int[] hashes = new int[place.size()];
        if (hashes.length > 0) {
            chunks.get(place.chunk()).get(place.from(), hashes);
        }
        return new ShingleSet(hashes);
    }

    @Override
    public void close() {
        chunks.clear();
        file.close();
    }
}
