package dev.finetuning.internal.content;

import org.jspecify.annotations.Nullable;

/** Texts of others on one line: a line break in a job's id or a host's message could pass for another line of a log. */
public final class OneLine {
    private static final int LINE_SEPARATOR = 0x2028;
    private static final int PARAGRAPH_SEPARATOR = 0x2029;

    private OneLine() {}

    /** The text with every control character and line separator escaped as in Java. */
    public static String of(@Nullable Object text) {
        String words = String.valueOf(text);
        if (words.chars().noneMatch(OneLine::breaks)) {
            return words;
        }
        StringBuilder line = new StringBuilder(words.length() + 16);
        words.chars().forEach(c -> {
            if (!breaks(c)) {
                line.append((char) c);
            } else if (c == '\n') {
                line.append("\\n");
            } else if (c == '\r') {
                line.append("\\r");
            } else if (c == '\t') {
                line.append("\\t");
            } else {
                line.append("\\u%04X".formatted(c));
            }
        });
        return line.toString();
    }

    private static boolean breaks(int c) {
        return Character.isISOControl(c) || c == LINE_SEPARATOR || c == PARAGRAPH_SEPARATOR;
    }
}
