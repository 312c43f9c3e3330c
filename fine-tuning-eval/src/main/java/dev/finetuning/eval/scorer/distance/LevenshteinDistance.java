package dev.finetuning.eval.scorer.distance;

import java.util.Arrays;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The Levenshtein distance: the least number of insertions, deletions and substitutions that turn one
 * text into the other.
 *
 * <p>Computed with Myers' bit vectors in Hyyrö's block form inside Ukkonen's band (G. Myers, "A fast
 * bit-vector algorithm for approximate string matching", JACM 46 (1999); H. Hyyrö, "A bit-vector
 * algorithm for computing Levenshtein and Damerau edit distances", Nordic Journal of Computing 10
 * (2003); E. Ukkonen, "Algorithms for approximate string matching", Information and Control 64
 * (1985)): time in O(length × distance ÷ 64), memory in O(length). Distances up to 63 take one word
 * for each column, however long the texts are.
 *
 * <p>Thread-safe; every thread keeps a scratch of a few kilobytes for short texts.
 */
public final class LevenshteinDistance {
    private LevenshteinDistance() {}

    /** The distance in code points. */
    public static int between(String a, String b) {
        return between(a, b, TextUnit.CODE_POINT);
    }

    /** The distance in these units. */
    public static int between(String a, String b, TextUnit unit) {
        return compute(a, b, unit, Integer.MAX_VALUE);
    }

    /** The distance of two sequences of numbers, such as tokens. */
    public static int between(int[] a, int[] b) {
        return ofNumbers(a, b, Integer.MAX_VALUE);
    }

    /**
     * The distance in code points if it is at most {@code cutoff}; a small cutoff is fast.
     *
     * @throws IllegalArgumentException if the cutoff is negative
     */
    public static OptionalInt atMost(int cutoff, String a, String b) {
        return atMost(cutoff, a, b, TextUnit.CODE_POINT);
    }

    /**
     * The distance in these units if it is at most {@code cutoff}; a small cutoff is fast.
     *
     * @throws IllegalArgumentException if the cutoff is negative
     */
    public static OptionalInt atMost(int cutoff, String a, String b, TextUnit unit) {
        if (cutoff < 0) {
            throw new IllegalArgumentException("cutoff must not be negative: " + cutoff);
        }
        int distance = compute(a, b, unit, cutoff);
        return distance <= cutoff ? OptionalInt.of(distance) : OptionalInt.empty();
    }

    /** The distance, or anything above the cutoff where it is above. */
    private static int compute(String a, String b, TextUnit unit, int cutoff) {
        if (unit == TextUnit.GRAPHEME) {
            Map<String, Integer> numbers = TextUnit.numbering();
            return ofNumbers(TextUnit.clusters(a, numbers), TextUnit.clusters(b, numbers), cutoff);
        }
        int distance = ShortTexts.distance(a, b, unit == TextUnit.CODE_POINT, cutoff);
        if (distance == ShortTexts.UNFIT) {
            distance = ofChars(a.toCharArray(), b.toCharArray(), unit == TextUnit.CODE_POINT, cutoff);
        }
        if (distance == ShortTexts.UNFIT) {
            distance = ofNumbers(a.codePoints().toArray(), b.codePoints().toArray(), cutoff);
        }
        return distance;
    }

    private static int ofChars(char[] a, char[] b, boolean pairsCountOnce, int cutoff) {
        int prefix = Math.max(0, Arrays.mismatch(a, b));
        if (prefix == 0 && Arrays.equals(a, b)) {
            return 0;
        }
        int endA = a.length;
        int endB = b.length;
        while (endA > prefix && endB > prefix && a[endA - 1] == b[endB - 1]) {
            endA--;
            endB--;
        }
        boolean swap = endA > endB;
        char[] pattern = swap ? b : a;
        char[] text = swap ? a : b;
        int rows = Math.min(endA, endB) - prefix;
        int width = Math.max(endA, endB) - prefix;
        // with something left of both and all of it Latin-1, no surrogate pair was cut apart
        int near = rows == 0 ? DiagonalWord.FOREIGN : DiagonalWord.ofLatin1(pattern, rows, text, width, prefix);
        if (near >= 0) {
            return near;
        }
        if (pairsCountOnce && (hasSurrogate(a) || hasSurrogate(b))) {
            return ShortTexts.UNFIT;
        }
        if (rows == 0 || width - rows > cutoff) {
            return width;
        }
        SymbolIds ids = new SymbolIds(rows);
        int[] patternIds = ids.ofPattern(pattern, prefix, rows);
        int[] textIds = ids.ofText(text, prefix, width, BlockStrip.SKEW);
        if (near == DiagonalWord.FOREIGN) {
            near = DiagonalWord.ofIds(patternIds, textIds, width, ids.count());
        }
        return near >= 0 ? near : new BandedDistance(patternIds, textIds, width, ids.count()).distance(cutoff, ~near);
    }

    private static int ofNumbers(int[] a, int[] b, int cutoff) {
        if (Arrays.equals(a, b)) {
            return 0;
        }
        int prefix = Math.max(0, Arrays.mismatch(a, b));
        int endA = a.length;
        int endB = b.length;
        while (endA > prefix && endB > prefix && a[endA - 1] == b[endB - 1]) {
            endA--;
            endB--;
        }
        boolean swap = endA > endB;
        int[] pattern = swap ? b : a;
        int[] text = swap ? a : b;
        int rows = Math.min(endA, endB) - prefix;
        int width = Math.max(endA, endB) - prefix;
        if (rows == 0 || width - rows > cutoff) {
            return width;
        }
        SymbolIds ids = new SymbolIds(rows);
        int[] patternIds = ids.ofPattern(pattern, prefix, rows);
        int[] textIds = ids.ofText(text, prefix, width, BlockStrip.SKEW);
        int near = DiagonalWord.ofIds(patternIds, textIds, width, ids.count());
        return near >= 0 ? near : new BandedDistance(patternIds, textIds, width, ids.count()).distance(cutoff, ~near);
    }

    private static boolean hasSurrogate(char[] text) {
        for (char c : text) {
            if (Character.isSurrogate(c)) {
                return true;
            }
        }
        return false;
    }
}
