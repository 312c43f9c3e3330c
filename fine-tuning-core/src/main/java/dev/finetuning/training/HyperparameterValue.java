package dev.finetuning.training;

import java.util.OptionalDouble;

/**
 * A number, or {@code auto}, which lets the provider choose.
 *
 * @param number the number; empty means {@code auto}
 */
public record HyperparameterValue(OptionalDouble number) {
    /** Lets the provider choose. */
    public static final HyperparameterValue AUTO = new HyperparameterValue(OptionalDouble.empty());

    /**
     * Checks the number.
     *
     * @throws IllegalArgumentException if it is not finite
     */
    public HyperparameterValue {
        if (number.isPresent() && !Double.isFinite(number.getAsDouble())) {
            throw new IllegalArgumentException("a hyperparameter must be finite: " + number.getAsDouble());
        }
    }

    /** A fixed number. */
    public static HyperparameterValue of(double number) {
        return new HyperparameterValue(OptionalDouble.of(number));
    }

    /** Whether the provider chooses. */
    public boolean auto() {
        return number.isEmpty();
    }

    /** The number, or the given one for {@code auto}. */
    public double orElse(double chosen) {
        return number.orElse(chosen);
    }

    @Override
    public String toString() {
        if (number.isEmpty()) {
            return "auto";
        }
        double value = number.getAsDouble();
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}
