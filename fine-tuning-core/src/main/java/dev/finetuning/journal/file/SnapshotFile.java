package dev.finetuning.journal.file;

import dev.finetuning.journal.JournalSnapshot;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * A stream's snapshot in a file: CRC-32C of the two numbers that follow, the last entry's sequence and
 * position in the log, CRC-32C of the rest, length of the format, the format, the state. A damaged file
 * counts as none.
 */
final class SnapshotFile {
    private static final int MARK = 4 + 8 + 8;

    private final Disk disk;
    private final Path file;

    SnapshotFile(Disk disk, Path file) {
        this.disk = disk;
        this.file = file;
    }

    void write(JournalSnapshot snapshot, long lastPosition) throws IOException {
        byte[] format = snapshot.format().getBytes(StandardCharsets.UTF_8);
        byte[] bytes = new byte[MARK + 4 + 2 + format.length + snapshot.state().length];
        ByteBuffer out = ByteBuffer.wrap(bytes);
        out.position(4).putLong(snapshot.size() - 1).putLong(lastPosition);
        out.position(MARK + 4).putShort((short) format.length).put(format).put(snapshot.state());
        out.putInt(0, RecordFormat.crc(bytes, 4, MARK - 4));
        out.putInt(MARK, RecordFormat.crc(bytes, MARK + 4, bytes.length - MARK - 4));
        disk.replace(file, bytes);
    }

    /** The last entry that the snapshot covers. */
    Optional<LogIndex.Mark> mark() throws IOException {
        if (!disk.exists(file)) {
            return Optional.empty();
        }
        byte[] start = new byte[MARK];
        try (Disk.Store store = disk.open(file)) {
            if (store.read(0, start, MARK) < MARK) {
                return Optional.empty();
            }
        }
        ByteBuffer in = ByteBuffer.wrap(start);
        return in.getInt() == RecordFormat.crc(start, 4, MARK - 4)
                ? Optional.of(new LogIndex.Mark(in.getLong(), in.getLong()))
                : Optional.empty();
    }

    Optional<JournalSnapshot> read() throws IOException {
        Optional<LogIndex.Mark> mark = mark();
        if (mark.isEmpty()) {
            return Optional.empty();
        }
        byte[] bytes = disk.readAll(file);
        int body = MARK + 4;
        if (bytes.length < body + 2
                || ByteBuffer.wrap(bytes).getInt(MARK) != RecordFormat.crc(bytes, body, bytes.length - body)) {
            return Optional.empty();
        }
        int formatLength = ByteBuffer.wrap(bytes).getShort(body);
        int stateAt = body + 2 + formatLength;
        String format = new String(bytes, body + 2, formatLength, StandardCharsets.UTF_8);
        byte[] state = Arrays.copyOfRange(bytes, stateAt, bytes.length);
        return Optional.of(new JournalSnapshot(mark.get().sequence() + 1, format, state));
    }
}
