package dev.finetuning.training;

import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.function.Predicate;

/** What a setting of a provider may be; see {@link Capabilities#settings}. Immutable. */
public final class SettingRange {
    private static final SettingRange FLAG = new SettingRange(
            "true or false", OptionalDouble.empty(), OptionalDouble.empty(), Boolean.class::isInstance);

    private final String description;
    private final OptionalDouble least;
    private final OptionalDouble most;
    private final Predicate<Object> accepts;

    private SettingRange(String description, OptionalDouble least, OptionalDouble most, Predicate<Object> accepts) {
        this.description = description;
        this.least = least;
        this.most = most;
        this.accepts = accepts;
    }

    /**
     * A whole number, however it is held: 32 and 32.0 are the same.
     *
     * @throws IllegalArgumentException if {@code least} is above {@code most}
     */
    public static SettingRange whole(long least, long most) {
        return numeric(
                "a whole number from " + least + " to " + most,
                (double) least,
                (double) most,
                number -> number == Math.rint(number));
    }

    /**
     * A finite number.
     *
     * @throws IllegalArgumentException if {@code least} is above {@code most} or one of them is not finite
     */
    public static SettingRange number(double least, double most) {
        return numeric("a number from " + least + " to " + most, least, most, number -> true);
    }

    private static SettingRange numeric(String description, double least, double most, Predicate<Double> more) {
        if (!(least <= most) || Double.isInfinite(least) || Double.isInfinite(most)) {
            throw new IllegalArgumentException(
                    "a range goes from a finite number up to another: " + least + ", " + most);
        }
        return new SettingRange(
                description,
                OptionalDouble.of(least),
                OptionalDouble.of(most),
                value -> value instanceof Number held
                        && held.doubleValue() >= least
                        && held.doubleValue() <= most
                        && more.test(held.doubleValue()));
    }

    /** True or false. */
    public static SettingRange flag() {
        return FLAG;
    }

    /**
     * One of these words.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static SettingRange oneOf(List<String> words) {
        List<String> known = List.copyOf(words);
        if (known.isEmpty()) {
            throw new IllegalArgumentException("a setting needs at least one word that it may be");
        }
        return of("one of " + known, known::contains);
    }

    /**
     * Anything else.
     *
     * @param description what it may be, to be read after "must be"
     * @param accepts whether a value is within the range; never null
     */
    public static SettingRange of(String description, Predicate<Object> accepts) {
        return new SettingRange(
                Objects.requireNonNull(description, "description"),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                Objects.requireNonNull(accepts, "accepts"));
    }

    /** Whether a value is within the range. */
    public boolean contains(Object value) {
        return accepts.test(value);
    }

    /** The least number; empty if it is no number. */
    public OptionalDouble least() {
        return least;
    }

    /** The greatest number; empty if it is no number. */
    public OptionalDouble most() {
        return most;
    }

    /** The range in words: {@code "a whole number from 1 to 1024"}. */
    public String description() {
        return description;
    }

    /** The range in words. */
    @Override
    public String toString() {
        return description;
    }
}
