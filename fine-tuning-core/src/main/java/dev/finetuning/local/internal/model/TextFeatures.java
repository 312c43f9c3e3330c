package dev.finetuning.local.internal.model;

import java.util.Arrays;

/**
 * Turns text into hashed features: words, pairs of words, and runs of three and four characters, all
 * case-folded, each in one of 2^18 buckets.
 *
 * <p>Letters, digits and combining marks make words; everything else separates them. Character runs
 * reach over word boundaries, which are one space each.
 */
public final class TextFeatures {
    public static final int BUCKETS = 1 << 18;

    private static final int MASK = BUCKETS - 1;
    private static final int SHORTEST_RUN = 3;
    private static final int LONGEST_RUN = 4;

    private final int[] buckets;
    private int size;

    private TextFeatures(int capacity) {
        buckets = new int[capacity];
    }

    /** The buckets of all features of a text, ascending, as often as they occur. */
    public static int[] of(String text) {
        CharSequence clean = clean(text);
        TextFeatures features = new TextFeatures(clean.length() * 3);
        features.addWords(clean);
        for (int length = SHORTEST_RUN; length <= LONGEST_RUN; length++) {
            features.addRuns(clean, length);
        }
        int[] found = Arrays.copyOf(features.buckets, features.size);
        Arrays.sort(found);
        return found;
    }

    private void addWords(CharSequence clean) {
        int previous = 0;
        int hash = 0;
        for (int i = 1; i < clean.length(); i++) {
            char c = clean.charAt(i);
            if (c != ' ') {
                hash = 31 * hash + c;
                continue;
            }
            int word = mix(hash + 1);
            add(word);
            if (previous != 0) {
                add(mix(31 * previous + word));
            }
            previous = word;
            hash = 0;
        }
    }

    private void addRuns(CharSequence clean, int length) {
        for (int start = 0; start + length <= clean.length(); start++) {
            int hash = length * 7919;
            for (int i = start; i < start + length; i++) {
                hash = 31 * hash + clean.charAt(i);
            }
            add(mix(hash));
        }
    }

    private void add(int hash) {
        buckets[size++] = hash & MASK;
    }

    /** Lower-case words, each followed by one space, after a leading space. */
    private static CharSequence clean(String text) {
        StringBuilder clean = new StringBuilder(text.length() + 2).append(' ');
        text.codePoints().forEach(point -> {
            if (belongsToWord(point)) {
                clean.appendCodePoint(Character.toLowerCase(point));
            } else if (clean.charAt(clean.length() - 1) != ' ') {
                clean.append(' ');
            }
        });
        if (clean.charAt(clean.length() - 1) != ' ') {
            clean.append(' ');
        }
        return clean;
    }

    private static boolean belongsToWord(int point) {
        int type = Character.getType(point);
        return Character.isLetterOrDigit(point)
                || type == Character.NON_SPACING_MARK
                || type == Character.COMBINING_SPACING_MARK;
    }

    /** The finaliser of MurmurHash3 (Austin Appleby, public domain). */
    private static int mix(int hash) {
        int h = hash;
        h ^= h >>> 16;
        h *= 0x85ebca6b;
        h ^= h >>> 13;
        h *= 0xc2b2ae35;
        return h ^ (h >>> 16);
    }
}
