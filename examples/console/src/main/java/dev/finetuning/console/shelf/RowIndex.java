package dev.finetuning.console.shelf;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where every thousandth row of a revision begins, in a file beside it, so that a late page is found without reading
 * all before it. The file only saves time: without it, or with one that does not fit, rows are read from the first.
 */
final class RowIndex {
    /** How many rows lie between two that are known. */
    static final int EVERY = 1_000;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final DataOutputStream offsets = new DataOutputStream(bytes);
    private long rows;

    /** Where it is kept. */
    static Path of(Path revision) {
        return revision.resolveSibling(revision.getFileName() + ".rows");
    }

    /** Takes the next row, which begins at an offset. */
    void add(long offset) throws IOException {
        if (rows++ % EVERY == 0) {
            offsets.writeLong(offset);
        }
    }

    /** Nothing for so few rows that the first is near enough. */
    void write(Path revision) throws IOException {
        if (rows > EVERY) {
            Files.write(of(revision), bytes.toByteArray());
        }
    }

    /**
     * A place to begin at.
     *
     * @param offset in bytes
     * @param row the row that begins there, counted from 1
     */
    record Place(long offset, int row) {
        static final Place FIRST = new Place(0, 1);
    }

    /** The last known place that is not behind a row. */
    static Place before(Path revision, int row) throws IOException {
        int number = (row - 1) / EVERY;
        Path file = of(revision);
        if (number == 0 || !Files.exists(file)) {
            return Place.FIRST;
        }
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            long known = channel.size() / Long.BYTES;
            long last = Math.min(number, known - 1);
            ByteBuffer offset = ByteBuffer.allocate(Long.BYTES);
            channel.position(Math.max(0, last) * Long.BYTES);
            if (last <= 0 || channel.read(offset) < Long.BYTES) {
                return Place.FIRST;
            }
            return begins(revision, offset.flip().getLong())
                    ? new Place(offset.getLong(0), (int) last * EVERY + 1)
                    : Place.FIRST;
        }
    }

    /** Whether a line begins there. */
    private static boolean begins(Path revision, long offset) throws IOException {
        try (SeekableByteChannel channel = Files.newByteChannel(revision)) {
            if (offset <= 0 || offset >= channel.size()) {
                return false;
            }
            ByteBuffer before = ByteBuffer.allocate(1);
            channel.position(offset - 1).read(before);
            return before.get(0) == '\n';
        }
    }
}
