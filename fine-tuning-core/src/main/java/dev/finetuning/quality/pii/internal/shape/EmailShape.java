package dev.finetuning.quality.pii.internal.shape;

import java.util.Locale;
import java.util.Set;

/**
 * Addresses as people write them: a local part of up to 64 characters and a domain with a top level. The
 * characters that part fields in queries and logs ({@code = & ? | { }}) do not count as local part.
 */
public final class EmailShape implements Shape {
    public static final int LONGEST_LOCAL = 64;
    /** What follows an at sign in file names such as {@code logo@2x.png}. */
    private static final Set<String> FILES =
            Set.of("png", "jpg", "jpeg", "gif", "webp", "svg", "bmp", "css", "js", "ts", "json", "html", "pdf");

    @Override
    public String entity() {
        return "EMAIL_ADDRESS";
    }

    @Override
    public String pattern() {
        return "[\\p{L}\\p{Nd}_+][\\p{L}\\p{Nd}._%+'/!#$*^~-]{0,63}@"
                + "(?:[\\p{L}\\p{Nd}](?:[\\p{L}\\p{Nd}-]*[\\p{L}\\p{Nd}])?\\.)+(?:xn--[a-zA-Z0-9-]{1,59}|\\p{L}{2,24})";
    }

    @Override
    public int accept(String text, int start, int end) {
        int at = text.indexOf('@', start);
        if (!begins(text, start, at)) {
            return NONE;
        }
        int stop = domainEnd(text, at + 1, end);
        if (stop < 0 || (Characters.at(text, stop) != '_' && Characters.wordAt(text, stop))) {
            return NONE;
        }
        String match = text.substring(start, stop);
        String top = match.substring(match.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        boolean file = FILES.contains(top);
        boolean repository = match.contains("git@") && Characters.at(text, end) == ':';
        return file || repository ? NONE : stop;
    }

    /**
     * Whether a local part begins here. In Chinese or Japanese text the words before run up to it, so that a
     * part in these letters has to be in them altogether.
     */
    public static boolean begins(String text, int start, int at) {
        char before = Characters.before(text, start);
        if (Characters.escape(text, start + 1)) {
            return false;
        }
        if (Characters.unspaced(text.charAt(at - 1))) {
            return !startCharacter(before);
        }
        for (int i = start; i < at; i++) {
            if (Characters.unspaced(text.charAt(i))) {
                return false;
            }
        }
        return !startCharacter(before) || Characters.unspaced(before) || Characters.escape(text, start);
    }

    /** Where the domain ends: at the latest where such letters follow others in a label. */
    private static int domainEnd(String text, int start, int end) {
        for (int i = start + 1; i < end; i++) {
            char before = text.charAt(i - 1);
            if (Characters.unspaced(text.charAt(i)) && startCharacter(before) && !Characters.unspaced(before)) {
                int dot = text.lastIndexOf('.', i);
                boolean top = dot > start
                        && i - dot > 2
                        && text.substring(dot + 1, i).chars().allMatch(Character::isLetter);
                return top ? i : NONE;
            }
        }
        return end;
    }

    public static boolean startCharacter(char c) {
        return c == '_' || c == '+' || Character.isLetterOrDigit(c);
    }

    public static boolean localCharacter(char c) {
        return startCharacter(c) || ".%'/!#$*^~-".indexOf(c) >= 0;
    }
}
