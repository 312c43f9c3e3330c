package dev.finetuning.eval.scorer;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/**
 * 1 if a regular expression matches the answer, otherwise 0. RE2 syntax (no look-around, no
 * back-references), so the time is linear in the answer.
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
     * Matches if the expression is found anywhere in the answer.
     *
     * @throws IllegalArgumentException if the expression is not RE2 syntax
     */
    public static RegexMatch finding(String expression) {
        return new RegexMatch(expression, false);
    }

    /**
     * Matches if the whole answer has the form of the expression.
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
