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
 * int   length of the body, with bit 30 set
 * int   CRC-32C of the body
 * int   CRC-32C of the eight bytes above
 * body: long  sequence; −1 for the first record, which names the stream
 *       long  where the log ended for the writer: the end of the last append that counted
 *       int   how many records of the same append follow
 *       long  a random number that all records of one write share and no others
 *       long  seconds, int nanoseconds since 1970
 *       short length of the type, the type, the entry's body, both in UTF-8
 * </pre>
 *
 * The header's own checksum tells a record cut short from one whose length is damaged. Records written by
 * earlier versions have neither bit 30 nor the random number; they are read as if it were 0. Texts never
 * contain a zero byte and every record does, so no text can be taken for a record.
 */
final class RecordFormat {
    static final int HEADER = 12;
    static final int MAX_BODY = 64 << 20;
    private static final int WITH_TOKEN = 1 << 30;
    private static final int TOKEN = 8;
    private static final int SEQUENCE_AT = HEADER;
    private static final int LOG_END_AT = SEQUENCE_AT + 8;
    private static final int FOLLOWING_AT = LOG_END_AT + 8;
    private static final int AFTER_FOLLOWING = FOLLOWING_AT + 4;
    private static final int TIME_AND_TYPE_LENGTH = 8 + 4 + 2;
    private static final int MIN_BODY = AFTER_FOLLOWING + TIME_AND_TYPE_LENGTH - HEADER;

    private RecordFormat() {}

    static byte[] encode(JournalEntry entry, long sequence, long logEnd, int following, long token) {
        byte[] type = entry.type().getBytes(StandardCharsets.UTF_8);
        byte[] text = entry.body().getBytes(StandardCharsets.UTF_8);
        int length = Math.addExact(MIN_BODY + TOKEN + type.length, text.length);
        if (length > MAX_BODY) {
            throw new IllegalArgumentException("an entry takes at most " + MAX_BODY + " bytes: " + length);
        }
        byte[] bytes = new byte[HEADER + length];
        Instant at = entry.at();
        ByteBuffer.wrap(bytes)
                .position(HEADER)
                .putLong(sequence)
                .putLong(logEnd)
                .putInt(following)
                .putLong(token)
                .putLong(at.getEpochSecond())
                .putInt(at.getNano())
                .putShort((short) type.length)
                .put(type)
                .put(text);
        ByteBuffer header = ByteBuffer.wrap(bytes).putInt(length | WITH_TOKEN).putInt(crc(bytes, HEADER, length));
        header.putInt(crc(bytes, 0, 8));
        return bytes;
    }

    /** The length of the body whose header begins there, or −1 if no header does. */
    static int bodyLength(byte[] bytes, int at) {
        ByteBuffer header = ByteBuffer.wrap(bytes, at, HEADER);
        int word = header.getInt();
        header.getInt();
        int length = word & ~WITH_TOKEN;
        int least = MIN_BODY + (hasToken(word) ? TOKEN : 0);
        boolean sound = length >= least && length <= MAX_BODY && header.getInt() == crc(bytes, at, 8);
        return sound ? length : -1;
    }

    /** Whether the record that begins there, {@code length} bytes beside its header, is as it was written. */
    static boolean intact(byte[] bytes, int at, int length) {
        int typeLengthAt = timeAt(bytes, at) + 12;
        int typeLength = ByteBuffer.wrap(bytes).getShort(typeLengthAt);
        return ByteBuffer.wrap(bytes).getInt(at + 4) == crc(bytes, at + HEADER, length)
                && typeLength >= 0
                && typeLengthAt + 2 + typeLength <= at + HEADER + length;
    }

    static long sequence(byte[] bytes, int at) {
        return ByteBuffer.wrap(bytes).getLong(at + SEQUENCE_AT);
    }

    static long logEnd(byte[] bytes, int at) {
        return ByteBuffer.wrap(bytes).getLong(at + LOG_END_AT);
    }

    static int following(byte[] bytes, int at) {
        return ByteBuffer.wrap(bytes).getInt(at + FOLLOWING_AT);
    }

    static long token(byte[] bytes, int at) {
        ByteBuffer record = ByteBuffer.wrap(bytes);
        return hasToken(record.getInt(at)) ? record.getLong(at + AFTER_FOLLOWING) : 0;
    }

    private static boolean hasToken(int lengthWord) {
        return (lengthWord & WITH_TOKEN) != 0;
    }

    private static int timeAt(byte[] bytes, int at) {
        return at + AFTER_FOLLOWING + (hasToken(ByteBuffer.wrap(bytes).getInt(at)) ? TOKEN : 0);
    }

    /** The entry of an intact record. */
    static JournalEntry entry(byte[] bytes, int at, int length) {
        ByteBuffer record = ByteBuffer.wrap(bytes).position(timeAt(bytes, at));
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
