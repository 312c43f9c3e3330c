package dev.finetuning.eval.scorer.distance;

import java.lang.ref.WeakReference;
import java.util.Arrays;

/**
 * The path for texts whose differing middle fits one word: at fifty characters, allocating and
 * clearing tables would cost more than the distance itself, so each thread keeps its own. Names as in
 * {@link BlockStrip}.
 */
final class ShortTexts {
    /** The texts do not fit this path: too long, or a surrogate pair has to count once. */
    static final int UNFIT = -1;

    private static final int LONGEST = 256;
    private static final int DIRECT = 256;
    private static final int TABLE = 256;
    /** Held weakly: a thread of the application's pool must not keep the class loader of a closed application. */
    private static final ThreadLocal<WeakReference<ShortTexts>> SCRATCH = new ThreadLocal<>();

    private final char[] left = new char[LONGEST];
    private final char[] right = new char[LONGEST];
    private final long[] direct = new long[DIRECT];
    private final char[] keys = new char[TABLE];
    private final long[] hashed = new long[TABLE];

    private ShortTexts() {}

    /**
     * The distance, or {@link #UNFIT}.
     *
     * @param pairsCountOnce whether code points count, not UTF-16 units
     */
    static int distance(String a, String b, boolean pairsCountOnce, int cutoff) {
        if (a.length() > LONGEST || b.length() > LONGEST) {
            return UNFIT;
        }
        ShortTexts scratch = scratch();
        a.getChars(0, a.length(), scratch.left, 0);
        b.getChars(0, b.length(), scratch.right, 0);
        return a.length() <= b.length()
                ? scratch.trimmed(scratch.left, a.length(), scratch.right, b.length(), pairsCountOnce, cutoff)
                : scratch.trimmed(scratch.right, b.length(), scratch.left, a.length(), pairsCountOnce, cutoff);
    }

    private static ShortTexts scratch() {
        WeakReference<ShortTexts> kept = SCRATCH.get();
        ShortTexts scratch = kept == null ? null : kept.get();
        if (scratch == null) {
            scratch = new ShortTexts();
            SCRATCH.set(new WeakReference<>(scratch));
        }
        return scratch;
    }

    private int trimmed(char[] a, int lengthA, char[] b, int lengthB, boolean pairsCountOnce, int cutoff) {
        int from = Arrays.mismatch(a, 0, lengthA, b, 0, lengthB);
        if (from < 0) {
            return 0;
        }
        // a surrogate pair is never cut apart, so that every one in a differing middle is seen there
        if (from > 0 && Character.isHighSurrogate(a[from - 1])) {
            from--;
        }
        int end = lengthA;
        int shift = lengthB - lengthA;
        while (end > from && a[end - 1] == b[end - 1 + shift]) {
            end--;
        }
        if (end < lengthA && Character.isLowSurrogate(a[end])) {
            end++;
        }
        return middle(a, from, end, b, end + shift, pairsCountOnce, cutoff);
    }

    private int middle(char[] a, int from, int endA, char[] b, int endB, boolean pairsCountOnce, int cutoff) {
        if (pairsCountOnce && (hasSurrogate(a, from, endA) || hasSurrogate(b, from, endB))) {
            return UNFIT;
        }
        int rows = endA - from;
        if (rows == 0 || endB - endA > cutoff) {
            return endB - from;
        }
        if (rows > Long.SIZE) {
            return UNFIT;
        }
        boolean plain = true;
        for (int i = from; i < endA; i++) {
            plain &= a[i] < DIRECT;
        }
        return plain ? direct(a, from, endA, b, endB) : hashed(a, from, endA, b, endB);
    }

    private static boolean hasSurrogate(char[] text, int from, int to) {
        boolean found = false;
        for (int i = from; i < to; i++) {
            found |= text[i] >>> 11 == 0x1B;
        }
        return found;
    }

    private int direct(char[] a, int from, int endA, char[] b, int endB) {
        long[] matches = direct;
        for (int i = from; i < endA; i++) {
            matches[a[i]] |= 1L << (i - from);
        }
        long up = -1;
        long level = -1;
        for (int j = from; j < endB; j++) {
            char c = b[j];
            long x = c < DIRECT ? matches[c] : 0;
            long sum = (((x & up) + up) ^ up) | x;
            long steady = (level & (sum | up)) << 1;
            long dear = ~sum & level;
            up = ((sum & up) << 1) | (dear & steady);
            level = dear | steady;
        }
        for (int i = from; i < endA; i++) {
            matches[a[i]] = 0;
        }
        return lastRow(up, level, endA - from, endB - from);
    }

    private int hashed(char[] a, int from, int endA, char[] b, int endB) {
        long[] matches = hashed;
        for (int i = from; i < endA; i++) {
            int at = slot(a[i]);
            keys[at] = a[i];
            matches[at] |= 1L << (i - from);
        }
        long up = -1;
        long level = -1;
        for (int j = from; j < endB; j++) {
            long x = matches[slot(b[j])];
            long sum = (((x & up) + up) ^ up) | x;
            long steady = (level & (sum | up)) << 1;
            long dear = ~sum & level;
            up = ((sum & up) << 1) | (dear & steady);
            level = dear | steady;
        }
        Arrays.fill(matches, 0);
        return lastRow(up, level, endA - from, endB - from);
    }

    private int slot(char symbol) {
        int at = (symbol * 0x9E3779B1) >>> 24;
        while (hashed[at] != 0 && keys[at] != symbol) {
            at = (at + 1) & (TABLE - 1);
        }
        return at;
    }

    private static int lastRow(long up, long level, int rows, int columns) {
        long mask = -1L >>> (Long.SIZE - rows);
        return columns + Long.bitCount(up & mask) - Long.bitCount(~level & mask);
    }
}
