package dev.finetuning.eval.scorer;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/**
 * 1 where a regular expression is found in the answer, else 0. RE2 syntax (no look-around, no
 * back-references), so time is linear in the answer whatever it holds.
 */
public final class RegexMatch implements Scorer {
    private final Pattern pattern;
    private final boolean whole;

    private RegexMatch(String expression, boolean whole) {
        try {
            this.pattern = Pattern.compile(expression);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "not an RE2 expression: " + e.getDescription() + "; look-around and back-references do not exist",
                    e);
        }
        this.whole = whole;
    }

    /**
     * The expression is found somewhere in the answer.
     *
     * @throws IllegalArgumentException if the expression is not RE2 syntax
     */
    public static RegexMatch finding(String expression) {
        return new RegexMatch(expression, false);
    }

    /**
     * The whole answer matches the expression: format compliance.
     *
     * @throws IllegalArgumentException if the expression is not RE2 syntax
     */
    public static RegexMatch matching(String expression) {
        return new RegexMatch(expression, true);
    }

    @Override
    public String name() {
        return whole ? "FormatCompliance" : "Regex";
    }

    @Override
    public Score score(ScoreInput input) {
        String output = input.outputText();
        return Score.of(
                name(),
                whole ? pattern.matches(output) : pattern.matcher(output).find());
    }
}
