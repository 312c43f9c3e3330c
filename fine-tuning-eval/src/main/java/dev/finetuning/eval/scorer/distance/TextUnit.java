package dev.finetuning.eval.scorer.distance;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What counts as one character when texts are compared. */
public enum TextUnit {
    /** A Unicode code point, as Python counts. */
    CODE_POINT,
    /** A UTF-16 code unit, as Java and JavaScript count: an emoji is two. */
    UTF16,
    /** An extended grapheme cluster (UAX #29), as a reader counts: a letter and its combining accents are one. */
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
