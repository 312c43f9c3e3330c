package dev.finetuning.eval.scorer;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/** Differences between two texts that a scorer ignores, applied in the order they were added. Immutable. */
public final class TextNormalisation {
    /** Every difference counts. */
    public static final TextNormalisation NONE = new TextNormalisation(List.of());

    private final List<UnaryOperator<String>> steps;

    private TextNormalisation(List<UnaryOperator<String>> steps) {
        this.steps = List.copyOf(steps);
    }

    /** Also ignores white space at both ends, no-break spaces included. */
    public TextNormalisation trimmed() {
        return plus(TextNormalisation::trim);
    }

    /** Also ignores case, in every script (simple case folding: upper, then lower, locale-independent). */
    public TextNormalisation caseFolded() {
        return plus(text -> text.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT));
    }

    /** Also ignores canonically equivalent spellings, such as a letter with a combining accent (Unicode NFC). */
    public TextNormalisation composed() {
        return plus(text -> Normalizer.normalize(text, Normalizer.Form.NFC));
    }

    /** Also ignores compatibility variants, such as full-width letters and ligatures (Unicode NFKC). */
    public TextNormalisation compatible() {
        return plus(text -> Normalizer.normalize(text, Normalizer.Form.NFKC));
    }

    /** Also treats any run of white space as one space. */
    public TextNormalisation whitespaceCollapsed() {
        return plus(TextNormalisation::collapse);
    }

    /** Also ignores punctuation (Unicode category P). */
    public TextNormalisation withoutPunctuation() {
        return plus(TextNormalisation::dropPunctuation);
    }

    /** Also applies a step of your own, which must be thread-safe. */
    public TextNormalisation plus(UnaryOperator<String> step) {
        List<UnaryOperator<String>> more = new ArrayList<>(steps);
        more.add(step);
        return new TextNormalisation(more);
    }

    /** The text without these differences. */
    public String apply(String text) {
        String result = text;
        for (UnaryOperator<String> step : steps) {
            result = step.apply(result);
        }
        return result;
    }

    private static String trim(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && isSpace(text.charAt(from))) {
            from++;
        }
        while (to > from && isSpace(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }

    /** White space as Python's {@code str.strip} has it; Java's leaves no-break spaces and U+0085. */
    private static boolean isSpace(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\u0085';
    }

    private static String collapse(String text) {
        StringBuilder collapsed = new StringBuilder(text.length());
        boolean blank = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean space = isSpace(c);
            if (!space) {
                collapsed.append(c);
            } else if (!blank) {
                collapsed.append(' ');
            }
            blank = space;
        }
        return collapsed.toString();
    }

    private static String dropPunctuation(String text) {
        return text.codePoints()
                .filter(c -> !isPunctuation(Character.getType(c)))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static boolean isPunctuation(int type) {
        return type == Character.CONNECTOR_PUNCTUATION
                || type == Character.DASH_PUNCTUATION
                || type == Character.START_PUNCTUATION
                || type == Character.END_PUNCTUATION
                || type == Character.INITIAL_QUOTE_PUNCTUATION
                || type == Character.FINAL_QUOTE_PUNCTUATION
                || type == Character.OTHER_PUNCTUATION;
    }
}
