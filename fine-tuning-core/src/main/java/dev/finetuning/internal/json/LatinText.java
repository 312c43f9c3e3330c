package dev.finetuning.internal.json;

import com.fasterxml.jackson.core.io.IOContext;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Makes a Latin-1 string, which a Java string holds as bytes, of a JSON string's bytes: runs of ASCII are
 * found eight bytes at a time (Hacker's Delight, 6-1) and copied whole, without a detour over characters.
 */
final class LatinText {
    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long QUOTES = '"' * ONES;
    private static final long BACKSLASHES = '\\' * ONES;
    private static final long SPACES = ' ' * ONES;
    private static final byte[] ESCAPED = escaped();
    private static final int NOT_LATIN = -1;
    private static final byte[] NOTHING = new byte[0];
    private static final int LARGEST_KEPT = 1 << 16;

    private final byte[] bytes;
    private final int end;
    private final IOContext context;
    private int to;
    private int next;
    private byte[] latin = NOTHING;
    private int size;

    /** Strings in an array, under the context's limits and with its buffers. */
    LatinText(byte[] bytes, int end, IOContext context) {
        this.bytes = bytes;
        this.end = end;
        this.context = context;
    }

    /** The index after the closing quote, once it was read. */
    int end() {
        return next;
    }

    /** The string after an opening quote; null if it is not closed, too long, no Latin-1, no UTF-8, or no JSON. */
    @Nullable
    String read(int start) {
        to = (int) Math.min(end, (long) start + context.streamReadConstraints().getMaxStringLength());
        next = start;
        size = 0;
        int mark = mark(start);
        if (mark < to && bytes[mark] == '"') {
            next = mark + 1;
            return new String(bytes, start, mark - start, StandardCharsets.ISO_8859_1);
        }
        while (mark < to && bytes[mark] != '"') {
            append(mark);
            int character = bytes[mark] == '\\' ? unescape(mark) : twoBytes(mark);
            if (character == NOT_LATIN) {
                return null;
            }
            latin[size++] = (byte) character;
            mark = mark(next);
        }
        if (mark >= to) {
            return null;
        }
        append(mark);
        next = mark + 1;
        return new String(latin, 0, size, StandardCharsets.ISO_8859_1);
    }

    /** The next quote, backslash, control character or byte beyond ASCII, or the end. */
    private int mark(int from) {
        int i = from;
        while (i + 8 <= to) {
            long word = (long) WORDS.get(bytes, i);
            // without the test's "and not": it concerns bytes beyond ASCII, which are marks themselves
            long marks =
                    (word | ((word ^ QUOTES) - ONES) | ((word ^ BACKSLASHES) - ONES) | (word - SPACES)) & HIGH_BITS;
            if (marks != 0) {
                return i + (Long.numberOfTrailingZeros(marks) >>> 3);
            }
            i += 8;
        }
        while (i < to && bytes[i] >= ' ' && bytes[i] != '"' && bytes[i] != '\\') {
            i++;
        }
        return i;
    }

    /** Copies what stands before a mark, with room for one more. */
    private void append(int mark) {
        int more = mark - next;
        if (latin == NOTHING) {
            latin = context.allocReadIOBuffer();
        }
        if (latin.length - size <= more) {
            latin = Arrays.copyOf(latin, Math.max(size + more + 1, latin.length * 2));
        }
        System.arraycopy(bytes, next, latin, size, more);
        size += more;
    }

    private int twoBytes(int at) {
        int lead = bytes[at] & 0xFF;
        next = at + 2;
        boolean latinOne = (lead == 0xC2 || lead == 0xC3) && next <= to && (bytes[at + 1] & 0xC0) == 0x80;
        return latinOne ? (lead & 3) << 6 | (bytes[at + 1] & 0x3F) : NOT_LATIN;
    }

    /** Gives the buffer back for the next record, unless one long text has made it big. */
    void release() {
        if (latin.length > 0 && latin.length <= LARGEST_KEPT) {
            context.releaseReadIOBuffer(latin);
        }
        latin = NOTHING;
    }

    private int unescape(int at) {
        int kind = at + 1 < to ? bytes[at + 1] : 0;
        if (kind > 0 && ESCAPED[kind] > 0) {
            next = at + 2;
            return ESCAPED[kind];
        }
        next = at + 6;
        int unit = Utf8.escapedUnit(bytes, at, to);
        return unit <= 0xFF ? unit : NOT_LATIN;
    }

    /** What a letter after a backslash stands for; 0 where it stands for nothing. */
    private static byte[] escaped() {
        byte[] table = new byte[128];
        String letters = "\"\\/bfnrt";
        for (int i = 0; i < letters.length(); i++) {
            table[letters.charAt(i)] = (byte) "\"\\/\b\f\n\r\t".charAt(i);
        }
        return table;
    }
}
