package dev.finetuning.eval.scorer.distance;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What counts as one character when texts are compared. */
public enum TextUnit {
    /** A Unicode code point, like in Python. */
    CODE_POINT,
    /** A UTF-16 code unit, like in Java and JavaScript: an emoji is two. */
    UTF16,
    /**
     * An extended grapheme cluster (UAX #29), as readers see characters: a letter with its combining
     * accents is one.
     */
    GRAPHEME;

    private static final Pattern CLUSTER = Pattern.compile("\\X");

    /** The number of these units in a text. */
    public int count(String text) {
        return switch (this) {
            case CODE_POINT -> text.codePointCount(0, text.length());
            case UTF16 -> text.length();
            case GRAPHEME -> Math.toIntExact(CLUSTER.matcher(text).results().count());
        };
    }

    /** The clusters of a text as numbers; equal clusters have equal numbers within one {@code numbers}. */
    static int[] clusters(String text, Map<String, Integer> numbers) {
        int[] clusters = new int[text.length()];
        int length = 0;
        for (Matcher matcher = CLUSTER.matcher(text); matcher.find(); ) {
            clusters[length++] = numbers.computeIfAbsent(matcher.group(), cluster -> numbers.size() + 1);
        }
        return Arrays.copyOf(clusters, length);
    }

    /** An empty numbering of clusters. */
    static Map<String, Integer> numbering() {
        return new HashMap<>();
    }
}
