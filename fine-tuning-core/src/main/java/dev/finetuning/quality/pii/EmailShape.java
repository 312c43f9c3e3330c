package dev.finetuning.quality.pii;

import java.util.Locale;
import java.util.Set;

/**
 * Addresses as people write them: a local part of up to 64 characters and a domain with a top level. The
 * characters that part fields in queries and logs ({@code = & ? | { }}) do not count as local part.
 */
final class EmailShape implements Shape {
    static final int LONGEST_LOCAL = 64;
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
        if (startCharacter(Characters.before(text, start)) || Characters.word(Characters.at(text, end))) {
            return NONE;
        }
        String match = text.substring(start, end);
        String top = match.substring(match.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        boolean file = FILES.contains(top);
        boolean repository = match.contains("git@") && Characters.at(text, end) == ':';
        return file || repository ? NONE : end;
    }

    static boolean startCharacter(char c) {
        return c == '_' || c == '+' || Character.isLetterOrDigit(c);
    }

    static boolean localCharacter(char c) {
        return startCharacter(c) || ".%'/!#$*^~-".indexOf(c) >= 0;
    }
}
