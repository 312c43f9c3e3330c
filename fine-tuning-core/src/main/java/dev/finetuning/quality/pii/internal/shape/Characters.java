package dev.finetuning.quality.pii.internal.shape;

/** What stands around a match. */
public final class Characters {
    /** The white space and dashes people put between groups of digits, as a regex class's inside. */
    public static final String GAP = " \\-\\x{A0}\\x{202F}\\x{2009}\\x{2010}\\x{2011}\\x{2012}\\x{2013}\\x{2212}";

    private Characters() {}

    public static boolean digit(char c) {
        return c >= '0' && c <= '9';
    }

    public static boolean hex(char c) {
        return digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    }

    /** Whether a hardware address with dashes may go on with this character. */
    public static boolean macPart(char c) {
        return c == '-' || hex(c);
    }

    public static boolean asciiLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    /** Whether a word goes on with this character; in scripts without spaces between words none does. */
    public static boolean word(char c) {
        return digit(c) || asciiLetter(c) || c == '_' || (c > 127 && Character.isLetterOrDigit(c) && !unspaced(c));
    }

    /**
     * Whether a character belongs to a script that runs words together or appends endings to numbers:
     * Thai, Lao, Burmese, Khmer, Chinese, Japanese, Korean.
     */
    public static boolean unspaced(char c) {
        return c >= '\u0e00'
                && (c <= '\u0eff'
                        || (c >= '\u1000' && c <= '\u109f')
                        || (c >= '\u1100' && c <= '\u11ff')
                        || (c >= '\u1780' && c <= '\u17ff')
                        || (c >= '\u2e80' && c <= '\u9fff')
                        || (c >= '\ua960' && c <= '\ua97f')
                        || (c >= '\uac00' && c <= '\ud7ff')
                        || (c >= '\uf900' && c <= '\ufaff')
                        || (c >= '\uff66' && c <= '\uffdc'));
    }

    public static boolean gap(char c) {
        return c == ' '
                || c == '-'
                || c == '\u00a0'
                || c == '\u202f'
                || c == '\u2009'
                || (c >= '\u2010' && c <= '\u2013')
                || c == '\u2212';
    }

    /**
     * Whether a word runs up to this place. Underscores that mark emphasis, as in {@code _ann@example.com_}, do not
     * belong to one.
     */
    public static boolean wordBefore(String text, int index) {
        int at = index - 1;
        while (at >= 0 && text.charAt(at) == '_') {
            at--;
        }
        return at >= 0 && word(text.charAt(at));
    }

    /** Whether a word goes on at this place; underscores as in {@link #wordBefore}. */
    public static boolean wordAt(String text, int index) {
        int at = index;
        while (at < text.length() && text.charAt(at) == '_') {
            at++;
        }
        return at < text.length() && word(text.charAt(at));
    }

    public static char before(String text, int index) {
        return index > 0 ? text.charAt(index - 1) : ' ';
    }

    public static char at(String text, int index) {
        return index < text.length() ? text.charAt(index) : ' ';
    }

    /** The digits between two indices, without what parts them. */
    public static String digits(String text, int start, int end) {
        StringBuilder digits = new StringBuilder(end - start);
        for (int i = start; i < end; i++) {
            if (digit(text.charAt(i))) {
                digits.append(text.charAt(i));
            }
        }
        return digits.toString();
    }

    /** Whether a number begins here: it is not the tail of a word, a longer number or a decimal. */
    public static boolean numberStarts(String text, int start) {
        char before = before(text, start);
        if (wordBefore(text, start) && !escape(text, start)) {
            return false;
        }
        char two = start > 1 ? text.charAt(start - 2) : ' ';
        return !((before == '.' || before == ',') && digit(two));
    }

    /** Whether the letter before is a line break or tab of JSON or code, as in {@code "\\n555-0100"}. */
    public static boolean escape(String text, int start) {
        return start > 1 && text.charAt(start - 2) == '\\' && "nrt".indexOf(text.charAt(start - 1)) >= 0;
    }

    /** Whether a number ends here: it is not the head of a word, a longer number or a decimal. */
    public static boolean numberEnds(String text, int end) {
        if (wordAt(text, end)) {
            return false;
        }
        char next = at(text, end);
        return !((next == '.' || next == ',') && digit(at(text, end + 1)));
    }

    /** Whether the digits from here on belong to a UUID or another string of dashed hex groups. */
    public static boolean inHexGroups(String text, int start, int end) {
        return (before(text, start) == '-' && start >= 5 && hexGroup(text, start - 5))
                || (at(text, end) == '-' && end + 5 <= text.length() && hexGroup(text, end + 1));
    }

    private static boolean hexGroup(String text, int from) {
        boolean letter = false;
        for (int i = from; i < from + 4; i++) {
            char c = text.charAt(i);
            if (!hex(c)) {
                return false;
            }
            letter |= asciiLetter(c);
        }
        return letter;
    }
}
