package dev.finetuning.internal.content;

/** Halves of a surrogate pair that stand alone: no Unicode text has them, and UTF-8 cannot carry them. */
public final class UnpairedSurrogates {
    private UnpairedSurrogates() {}

    /** Whether a text has one. */
    public static boolean in(CharSequence text) {
        return first(text) >= 0;
    }

    /** The index of the first one, or -1 where a text has none. */
    public static int first(CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                boolean pair = i + 1 < text.length() && Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1));
                if (!pair) {
                    return i;
                }
                i++;
            }
        }
        return -1;
    }
}
