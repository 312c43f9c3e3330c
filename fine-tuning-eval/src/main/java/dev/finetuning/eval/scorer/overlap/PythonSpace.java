package dev.finetuning.eval.scorer.overlap;

/** White space as Python's {@code str.split}, {@code str.isspace} and {@code \\s} have it, which Java's differs from. */
final class PythonSpace {
    /** The characters, for a character class: those of the bidirectional types WS, B and S, and all of category Zs. */
    static final String CHARACTERS =
            "\\t\\n\\u000B\\f\\r\\u001C-\\u001F \\u0085\\u00A0\\u1680\\u2000-\\u200A\\u2028\\u2029\\u202F\\u205F\\u3000";

    /** A regular expression of one or more. */
    static final String RUN = "[" + CHARACTERS + "]+";

    private PythonSpace() {}

    static boolean is(int c) {
        return (c >= 0x9 && c <= 0xD)
                || (c >= 0x1C && c <= 0x20)
                || c == 0x85
                || c == 0xA0
                || c == 0x1680
                || (c >= 0x2000 && c <= 0x200A)
                || c == 0x2028
                || c == 0x2029
                || c == 0x202F
                || c == 0x205F
                || c == 0x3000;
    }
}
