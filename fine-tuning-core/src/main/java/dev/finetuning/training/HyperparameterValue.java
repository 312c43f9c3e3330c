package dev.finetuning.training;

import org.jspecify.annotations.Nullable;

/**
 * A number, or the wish that the host choose one.
 *
 * @param number the number; null means {@code auto}
 */
public record HyperparameterValue(@Nullable Double number) {
    /** The host chooses. */
    public static final HyperparameterValue AUTO = new HyperparameterValue(null);

    /** Exactly this number. */
    public static HyperparameterValue of(double number) {
        if (!Double.isFinite(number)) {
            throw new IllegalArgumentException("a hyperparameter must be finite: " + number);
        }
        return new HyperparameterValue(number);
    }

    /** Whether the host chooses. */
    public boolean auto() {
        return number == null;
    }

    /** The number, or the given one where the host may choose. */
    public double orElse(double chosen) {
        return number == null ? chosen : number;
    }

    @Override
    public String toString() {
        if (number == null) {
            return "auto";
        }
        return number == Math.rint(number) && Math.abs(number) < 1e15
                ? Long.toString(number.longValue())
                : Double.toString(number);
    }
}
