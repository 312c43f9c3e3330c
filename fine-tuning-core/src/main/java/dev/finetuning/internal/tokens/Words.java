package dev.finetuning.internal.tokens;

/**
 * How an encoding cuts a text into words before it pairs bytes: the published regular expressions of the encodings,
 * as a scanner that looks at each character a bounded number of times.
 */
public enum Words {
    /** {@code cl100k_base}: letters without regard to case, contractions as words of their own. */
    CL100K(3, false, false),
    /** {@code o200k_base}: words end where capitals begin, contractions belong to the word before. */
    O200K(3, true, true),
    /** Tekken: as {@code o200k_base}, but every digit alone and no contractions. */
    TEKKEN(1, true, false);

    private static final int UPPER = 1;
    private static final int LOWER = 2;
    private static final int LETTER = 4;
    private static final int NUMBER = 8;
    private static final int SPACE = 16;
    private static final int BREAK = 32;
    /** Neither letter nor number nor white space: punctuation, symbols, marks. */
    private static final int OTHER = 64;

    private static final byte[] CLASSES = classes();

    private final int digits;
    private final boolean caseMatters;
    private final boolean contractions;

    Words(int digits, boolean caseMatters, boolean contractions) {
        this.digits = digits;
        this.caseMatters = caseMatters;
        this.contractions = contractions;
    }

    private static byte[] classes() {
        byte[] classes = new byte[1 << 16];
        for (int c = 0; c < classes.length; c++) {
            classes[c] = (byte) compute(c);
        }
        return classes;
    }

    private static int compute(int c) {
        return switch (Character.getType(c)) {
            case Character.UPPERCASE_LETTER, Character.TITLECASE_LETTER -> UPPER | LETTER;
            case Character.LOWERCASE_LETTER -> LOWER | LETTER;
            case Character.MODIFIER_LETTER, Character.OTHER_LETTER -> UPPER | LOWER | LETTER;
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.COMBINING_SPACING_MARK ->
                UPPER | LOWER | OTHER;
            case Character.DECIMAL_DIGIT_NUMBER, Character.LETTER_NUMBER, Character.OTHER_NUMBER -> NUMBER;
            case Character.SPACE_SEPARATOR, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> SPACE;
            default -> c == '\r' || c == '\n' ? SPACE | BREAK : (c >= '\t' && c <= '\f') || c == 0x85 ? SPACE : OTHER;
        };
    }

    private static int classAt(String text, int at) {
        char c = text.charAt(at);
        return Character.isSurrogate(c) && paired(text, at)
                ? compute(Character.toCodePoint(c, text.charAt(at + 1)))
                : CLASSES[c];
    }

    private static int after(String text, int at) {
        return Character.isSurrogate(text.charAt(at)) && paired(text, at) ? at + 2 : at + 1;
    }

    private static boolean paired(String text, int at) {
        return Character.isHighSurrogate(text.charAt(at))
                && at + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(at + 1));
    }

    private static boolean is(String text, int at, int kinds) {
        return at < text.length() && (classAt(text, at) & kinds) != 0;
    }

    /** Behind all the characters of these kinds. */
    private static int run(String text, int from, int kinds) {
        int length = text.length();
        int at = from;
        while (at < length) {
            char c = text.charAt(at);
            if (Character.isSurrogate(c)) {
                if ((classAt(text, at) & kinds) == 0) {
                    return at;
                }
                at = after(text, at);
            } else if ((CLASSES[c] & kinds) != 0) {
                at++;
            } else {
                return at;
            }
        }
        return at;
    }

    /** Where the word ends that begins at a place; always beyond it. */
    int end(String text, int from) {
        if (!caseMatters && text.charAt(from) == '\'') {
            int end = contraction(text, from);
            if (end > from) {
                return end;
            }
        }
        int first = classAt(text, from);
        boolean leads = (first & (LETTER | NUMBER | BREAK)) == 0;
        int end = leads ? letters(text, after(text, from)) : -1;
        if (end < 0) {
            end = letters(text, from);
        }
        if (end >= 0) {
            return end;
        }
        if ((first & NUMBER) != 0) {
            return numbers(text, from);
        }
        int others = text.charAt(from) == ' ' ? from + 1 : from;
        if (is(text, others, OTHER)) {
            return breaks(text, run(text, others, OTHER));
        }
        return spaces(text, from);
    }

    /** The end of a word of letters that begins just here, with its contraction, or -1. */
    private int letters(String text, int from) {
        if (!caseMatters) {
            int end = run(text, from, LETTER);
            return end > from ? end : -1;
        }
        int upper = from;
        int lastBoth = -1;
        while (upper < text.length()) {
            int kind = classAt(text, upper);
            if ((kind & UPPER) == 0) {
                break;
            }
            upper = after(text, upper);
            if ((kind & LOWER) != 0) {
                lastBoth = upper;
            }
        }
        int end = run(text, upper, LOWER);
        if (end == upper) {
            // no small letter follows: the word ends behind the last letter that counts as one, or is all capitals
            end = lastBoth >= 0 ? lastBoth : upper > from ? upper : -1;
        }
        return end >= 0 && contractions ? contraction(text, end) : end;
    }

    /** Behind {@code 's 't 'm 'd 're 've 'll} in any case, or here where there is none. */
    private static int contraction(String text, int at) {
        if (at + 1 >= text.length() || text.charAt(at) != '\'') {
            return at;
        }
        char first = folded(text.charAt(at + 1));
        if (first == 's' || first == 't' || first == 'm' || first == 'd') {
            return at + 2;
        }
        if (at + 2 < text.length()) {
            char second = folded(text.charAt(at + 2));
            if (((first == 'r' || first == 'v') && second == 'e') || (first == 'l' && second == 'l')) {
                return at + 3;
            }
        }
        return at;
    }

    private static char folded(char c) {
        return c >= 'A' && c <= 'Z' ? (char) (c + 32) : c == 'ſ' ? 's' : c;
    }

    private int numbers(String text, int from) {
        int at = from;
        for (int i = 0; i < digits && is(text, at, NUMBER); i++) {
            at = after(text, at);
        }
        return at;
    }

    private int breaks(String text, int from) {
        int at = from;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c != '\r' && c != '\n' && !(caseMatters && c == '/')) {
                break;
            }
            at++;
        }
        return at;
    }

    /** White space up to its last line break, or else all of it but the last where something follows. */
    private static int spaces(String text, int from) {
        int at = from;
        int afterBreak = -1;
        while (at < text.length()) {
            int kind = CLASSES[text.charAt(at)];
            if ((kind & SPACE) == 0) {
                break;
            }
            at++;
            if ((kind & BREAK) != 0) {
                afterBreak = at;
            }
        }
        if (afterBreak >= 0) {
            return afterBreak;
        }
        return at == text.length() || at == from + 1 ? at : at - 1;
    }
}
