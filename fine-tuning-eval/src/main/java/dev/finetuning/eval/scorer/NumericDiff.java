package dev.finetuning.eval.scorer;

import java.util.OptionalDouble;
import java.util.regex.Pattern;

/**
 * Closeness of two numbers as defined by autoevals: 1 − |output − expected| ÷ (|output| + |expected|), and
 * 1 if both are 0. Each text must be one number. A sign (also U+2212), grouping commas, apostrophes and
 * narrow spaces between digits, an exponent, a currency or percent sign and trailing punctuation are
 * accepted; currency and percent signs are ignored, so 50 % is 50. An answer that is not a number scores 0,
 * with a reason; if the expected text is not a number, the score is absent.
 */
public final class NumericDiff implements Scorer {
    private static final int MAX_LENGTH = 400;
    /** A currency sign beside the number, blanks between them, and what may follow it: a percent sign, a full stop. */
    private static final Pattern DECORATION = Pattern.compile(
            "(?<=^[+-]?)[\\p{Sc}][\\s\u00A0\u202F]*|[\\s\u00A0\u202F]*[\\p{Sc}%]?[\\s\u00A0\u202F]*[.,;:!?]*$");

    private static final Pattern GROUPING = Pattern.compile("(?<=\\d)[,'\u2019\u00A0\u2009\u202F](?=\\d{3})");

    private final double threshold;

    /** Passes if both numbers are equal. */
    public NumericDiff() {
        this(1);
    }

    /**
     * @param threshold the lowest closeness that passes, 0..1
     * @throws IllegalArgumentException if the threshold is not in 0..1
     */
    public NumericDiff(double threshold) {
        this.threshold = Thresholds.require(threshold);
    }

    @Override
    public String name() {
        return "NumericDiff";
    }

    @Override
    public Score score(ScoreInput input) {
        return input.againstText(name(), expected -> score(number(input.outputText()), number(expected)));
    }

    private Score score(OptionalDouble output, OptionalDouble expected) {
        if (expected.isEmpty()) {
            return Score.absent(name(), "the expected answer is not a number");
        }
        if (output.isEmpty()) {
            return Score.of(name(), false).withReason("the answer is not a number");
        }
        return Score.of(name(), closeness(output.getAsDouble(), expected.getAsDouble()), threshold);
    }

    /** 1 − |a − b| ÷ (|a| + |b|), 1 if both are 0; both finite. */
    public static double closeness(double a, double b) {
        if (a == b) {
            return 1;
        }
        // halves first, so that neither the difference nor the sum overflows
        return Math.max(0, 1 - Math.abs(a / 2 - b / 2) / (Math.abs(a) / 2 + Math.abs(b) / 2));
    }

    private static OptionalDouble number(String text) {
        if (text.length() > MAX_LENGTH) {
            return OptionalDouble.empty();
        }
        String plain = DECORATION.matcher(text.strip().replace('\u2212', '-')).replaceAll("");
        plain = GROUPING.matcher(plain).replaceAll("");
        if (plain.isEmpty() || !plain.matches("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?")) {
            return OptionalDouble.empty();
        }
        double value = Double.parseDouble(plain);
        return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
    }
}
