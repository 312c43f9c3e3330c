package dev.finetuning.eval.scorer;

import java.util.OptionalDouble;

/**
 * Closeness of two numbers as autoevals defines it: 1 − |output − expected| ÷ (|output| + |expected|),
 * and 1 where both are 0. Each text has to be one number; a sign, grouping commas between digits and an exponent are
 * understood. An answer that is no number scores 0 and says so; an expected text that is none makes
 * the score absent.
 */
public final class NumericDiff implements Scorer {
    private final double bar;

    /** Passes where both numbers are equal. */
    public NumericDiff() {
        this(1);
    }

    /**
     * @param bar the least closeness that passes, 0..1
     * @throws IllegalArgumentException if the bar is not in 0..1
     */
    public NumericDiff(double bar) {
        this.bar = Bars.require(bar);
    }

    @Override
    public String name() {
        return "NumericDiff";
    }

    @Override
    public Score score(ScoreInput input) {
        OptionalDouble expected = number(input.requireExpectedText(name()));
        OptionalDouble output = number(input.outputText());
        if (expected.isEmpty()) {
            return Score.absent(name(), "the expected answer is not a number");
        }
        if (output.isEmpty()) {
            return Score.of(name(), false).withReason("the answer is not a number");
        }
        return Score.of(name(), closeness(output.getAsDouble(), expected.getAsDouble()), bar);
    }

    /** 1 − |a − b| ÷ (|a| + |b|), 1 where both are 0; both finite. */
    public static double closeness(double a, double b) {
        if (a == b) {
            return 1;
        }
        // halves first, so that neither the difference nor the sum overflows
        return Math.max(0, 1 - Math.abs(a / 2 - b / 2) / (Math.abs(a) / 2 + Math.abs(b) / 2));
    }

    private static OptionalDouble number(String text) {
        String plain = text.strip().replaceAll("(?<=\\d),(?=\\d{3})", "");
        if (plain.isEmpty() || plain.length() > 400 || !plain.matches("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?")) {
            return OptionalDouble.empty();
        }
        double value = Double.parseDouble(plain);
        return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
    }
}
