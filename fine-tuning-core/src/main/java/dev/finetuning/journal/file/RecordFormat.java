package dev.finetuning.journal.file;

import dev.finetuning.journal.JournalEntry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.zip.CRC32C;

/**
 * How an entry lies in a file, all numbers big-endian:
 *
 * <pre>
 * int   length of the body
 * int   CRC-32C of the body
 * int   CRC-32C of the eight bytes above
 * body: long  sequence; −1 for the first record, which names the stream
 *       long  position in the file where the write began that this record was part of
 *       int   how many records of the same append follow
 *       long  seconds, int nanoseconds since 1970
 *       short length of the type, the type, the entry's body, both in UTF-8
 * </pre>
 *
 * The header's own checksum tells a record cut short from one whose length is damaged; the write's
 * position tells a write that never finished from damage to one that did.
 */
final class RecordFormat {
    static final int HEADER = 12;
    static final int MAX_BODY = 64 << 20;
    private static final int SEQUENCE_AT = HEADER;
    private static final int WRITE_START_AT = SEQUENCE_AT + 8;
    private static final int FOLLOWING_AT = WRITE_START_AT + 8;
    private static final int SECONDS_AT = FOLLOWING_AT + 4;
    private static final int TYPE_LENGTH_AT = SECONDS_AT + 12;
    private static final int FIXED = TYPE_LENGTH_AT + 2 - HEADER;

    private RecordFormat() {}

    static byte[] encode(JournalEntry entry, long sequence, long writeStart, int following) {
        byte[] type = entry.type().getBytes(StandardCharsets.UTF_8);
        byte[] text = entry.body().getBytes(StandardCharsets.UTF_8);
        int length = Math.addExact(FIXED + type.length, text.length);
        if (length > MAX_BODY) {
            throw new IllegalArgumentException("an entry takes at most " + MAX_BODY + " bytes: " + length);
        }
        byte[] bytes = new byte[HEADER + length];
        Instant at = entry.at();
        ByteBuffer.wrap(bytes)
                .position(HEADER)
                .putLong(sequence)
                .putLong(writeStart)
                .putInt(following)
                .putLong(at.getEpochSecond())
                .putInt(at.getNano())
                .putShort((short) type.length)
                .put(type)
                .put(text);
        ByteBuffer header = ByteBuffer.wrap(bytes).putInt(length).putInt(crc(bytes, HEADER, length));
        header.putInt(crc(bytes, 0, 8));
        return bytes;
    }

    /** The length of the body whose header begins there, or −1 if no header does. */
    static int bodyLength(byte[] bytes, int at) {
        ByteBuffer header = ByteBuffer.wrap(bytes, at, HEADER);
        int length = header.getInt();
        header.getInt();
        boolean sound = length >= FIXED && length <= MAX_BODY && header.getInt() == crc(bytes, at, 8);
        return sound ? length : -1;
    }

    /** Whether the record that begins there, {@code length} bytes beside its header, is as it was written. */
    static boolean intact(byte[] bytes, int at, int length) {
        int typeLength = ByteBuffer.wrap(bytes).getShort(at + TYPE_LENGTH_AT);
        return ByteBuffer.wrap(bytes).getInt(at + 4) == crc(bytes, at + HEADER, length)
                && typeLength >= 0
                && typeLength <= length - FIXED;
    }

    static long sequence(byte[] bytes, int at) {
        return ByteBuffer.wrap(bytes).getLong(at + SEQUENCE_AT);
    }

    static long writeStart(byte[] bytes, int at) {
        return ByteBuffer.wrap(bytes).getLong(at + WRITE_START_AT);
    }

    static int following(byte[] bytes, int at) {
        return ByteBuffer.wrap(bytes).getInt(at + FOLLOWING_AT);
    }

    /** The entry of an intact record. */
    static JournalEntry entry(byte[] bytes, int at, int length) {
        ByteBuffer record = ByteBuffer.wrap(bytes).position(at + SECONDS_AT);
        Instant time = Instant.ofEpochSecond(record.getLong(), record.getInt());
        int typeLength = record.getShort();
        int typeAt = record.position();
        int textAt = typeAt + typeLength;
        return new JournalEntry(
                new String(bytes, typeAt, typeLength, StandardCharsets.UTF_8),
                time,
                new String(bytes, textAt, at + HEADER + length - textAt, StandardCharsets.UTF_8));
    }

    static int crc(byte[] bytes, int from, int count) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, count);
        return (int) crc.getValue();
    }
}
