package dev.finetuning.internal.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Strict checks on UTF-8 bytes (Unicode 15, table 3-7), eight at a time where they are ASCII. */
public final class Utf8 {
    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long ONES = 0x0101010101010101L;
    private static final long BACKSLASHES = '\\' * ONES;

    private Utf8() {}

    /**
     * The index of the first byte that is not part of well-formed UTF-8, or of the first JSON escape of a
     * surrogate that lacks its other half, or -1. In well-formed UTF-8, half a pair can only come from an
     * escape.
     */
    public static int flawAt(byte[] bytes, int from, int to) {
        int i = from;
        int lastWord = to - 8;
        while (true) {
            while (i <= lastWord) {
                long marks = marks((long) WORDS.get(bytes, i));
                if (marks != 0) {
                    i += Long.numberOfTrailingZeros(marks) >>> 3;
                    break;
                }
                i += 8;
            }
            if (i >= to) {
                return -1;
            }
            int length = lengthAt(bytes, i, to);
            if (length == 0) {
                return i;
            }
            i += length;
        }
    }

    /**
     * Makes sure that bytes are well-formed UTF-8 without half a surrogate pair.
     *
     * @param from where unchecked bytes begin
     * @throws JsonFault if they are not, with the place counted from the record's first byte
     */
    public static void check(byte[] bytes, int record, int from, int to) throws JsonFault {
        int flaw = flawAt(bytes, from, to);
        if (flaw < 0) {
            return;
        }
        long at = flaw - record + 1L;
        if (bytes[flaw] == '\\') {
            throw new JsonFault(
                    "lone_surrogate",
                    "",
                    "The escape at byte " + at + " is half of a surrogate pair.",
                    "Write the whole pair or the character itself; text was probably cut in the middle.");
        }
        throw new JsonFault(
                "invalid_utf8",
                "",
                "Byte " + at + " of the record is not UTF-8.",
                "Save the file as UTF-8; it may be in Latin-1 or Windows-1252 now.");
    }

    /** Whether a range is all ASCII without a backslash. */
    static boolean plain(byte[] bytes, int from, int to) {
        int i = from;
        while (i + 8 <= to) {
            if (marks((long) WORDS.get(bytes, i)) != 0) {
                return false;
            }
            i += 8;
        }
        while (i < to) {
            if (bytes[i] < 0 || bytes[i] == '\\') {
                return false;
            }
            i++;
        }
        return true;
    }

    /** The high bits of the bytes beyond ASCII and of the first backslash. */
    private static long marks(long word) {
        long difference = word ^ BACKSLASHES;
        return (word | ((difference - ONES) & ~difference)) & HIGH_BITS;
    }

    /**
     * How many bytes the escape or the character at an index has: 0 if it is the flaw that {@link #flawAt}
     * looks for.
     */
    private static int lengthAt(byte[] bytes, int i, int to) {
        return bytes[i] == '\\' ? escapeLength(bytes, i, to) : sequenceLength(bytes, i, to);
    }

    /** How far an escape goes on; 0 for half a pair. */
    private static int escapeLength(byte[] bytes, int i, int to) {
        if (i + 1 >= to || bytes[i + 1] != 'u') {
            // the escaped character may be several bytes long in broken JSON: look at it by itself
            return i + 1 < to && bytes[i + 1] >= ' ' ? 2 : 1;
        }
        int unit = escapedUnit(bytes, i, to);
        if (unit < Character.MIN_SURROGATE || unit > Character.MAX_SURROGATE) {
            return 2;
        }
        int next = escapedUnit(bytes, i + 6, to);
        boolean pair = unit <= Character.MAX_HIGH_SURROGATE
                && next >= Character.MIN_LOW_SURROGATE
                && next <= Character.MAX_LOW_SURROGATE;
        return pair ? 12 : 0;
    }

    /** The UTF-16 unit of the escape at i, or -1 where there is none. */
    static int escapedUnit(byte[] bytes, int i, int to) {
        if (i + 6 > to || bytes[i] != '\\' || bytes[i + 1] != 'u') {
            return -1;
        }
        int unit = 0;
        for (int k = i + 2; k < i + 6; k++) {
            int digit = Character.digit(bytes[k], 16);
            if (digit < 0) {
                return -1;
            }
            unit = unit << 4 | digit;
        }
        return unit;
    }

    private static int sequenceLength(byte[] bytes, int i, int to) {
        int lead = bytes[i] & 0xFF;
        if (lead < 0x80) {
            return 1;
        }
        if (lead >= 0xC2 && lead <= 0xDF) {
            return continues(bytes, i + 1, to, 0x80, 0xBF) ? 2 : 0;
        }
        if (lead >= 0xE0 && lead <= 0xEF) {
            int low = lead == 0xE0 ? 0xA0 : 0x80;
            int high = lead == 0xED ? 0x9F : 0xBF;
            return continues(bytes, i + 1, to, low, high) && continues(bytes, i + 2, to, 0x80, 0xBF) ? 3 : 0;
        }
        if (lead >= 0xF0 && lead <= 0xF4) {
            int low = lead == 0xF0 ? 0x90 : 0x80;
            int high = lead == 0xF4 ? 0x8F : 0xBF;
            return continues(bytes, i + 1, to, low, high)
                            && continues(bytes, i + 2, to, 0x80, 0xBF)
                            && continues(bytes, i + 3, to, 0x80, 0xBF)
                    ? 4
                    : 0;
        }
        return 0;
    }

    private static boolean continues(byte[] bytes, int i, int to, int low, int high) {
        return i < to && (bytes[i] & 0xFF) >= low && (bytes[i] & 0xFF) <= high;
    }
}
