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

    /** Also ignores white space at both ends. */
    public TextNormalisation trimmed() {
        return plus(String::strip);
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

    private static String collapse(String text) {
        StringBuilder collapsed = new StringBuilder(text.length());
        boolean blank = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean space = Character.isWhitespace(c) || Character.isSpaceChar(c);
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
