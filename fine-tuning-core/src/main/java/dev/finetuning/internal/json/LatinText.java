package dev.finetuning.internal.json;

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
    private static final String ESCAPES = "\"\\/bfnrt";
    private static final String ESCAPED = "\"\\/\b\f\n\r\t";
    private static final int NOT_LATIN = -1;
    private static final byte[] NOTHING = new byte[0];

    private final byte[] bytes;
    private final int to;
    private int next;
    private byte[] latin = NOTHING;
    private int size;

    /**
     * The string whose opening quote stands before an index.
     *
     * @param longest how many bytes it may have at most
     */
    LatinText(byte[] bytes, int from, int to, int longest) {
        this.bytes = bytes;
        this.to = (int) Math.min(to, (long) from + longest);
        this.next = from;
    }

    /** The index after the closing quote, once it was read. */
    int end() {
        return next;
    }

    /** The string; null if it is not closed, too long, no Latin-1, or no JSON. */
    @Nullable
    String read() {
        int start = next;
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
            long quote = word ^ QUOTES;
            long backslash = word ^ BACKSLASHES;
            long found =
                    word | ((quote - ONES) & ~quote) | ((backslash - ONES) & ~backslash) | ((word - SPACES) & ~word);
            if ((found & HIGH_BITS) != 0) {
                return i + (Long.numberOfTrailingZeros(found & HIGH_BITS) >>> 3);
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
        if (latin.length - size <= more) {
            latin = Arrays.copyOf(latin, Math.max(size + more + 1, Math.max(512, latin.length * 2)));
        }
        System.arraycopy(bytes, next, latin, size, more);
        size += more;
    }

    private int twoBytes(int at) {
        int lead = bytes[at] & 0xFF;
        next = at + 2;
        return (lead == 0xC2 || lead == 0xC3) && next <= to ? (lead & 3) << 6 | (bytes[at + 1] & 0x3F) : NOT_LATIN;
    }

    private int unescape(int at) {
        int kind = at + 1 < to ? ESCAPES.indexOf(bytes[at + 1]) : -1;
        if (kind >= 0) {
            next = at + 2;
            return ESCAPED.charAt(kind);
        }
        next = at + 6;
        int unit = Utf8.escapedUnit(bytes, at, to);
        return unit <= 0xFF ? unit : NOT_LATIN;
    }
}
