package dev.finetuning.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * The settings a search may choose from, by their names in a training request: {@code epochs}, {@code
 * batch_size}, {@code learning_rate_multiplier}, or a provider's own. Immutable.
 */
public final class SearchSpace {
    private final Map<String, Parameter> parameters;

    private SearchSpace(Builder builder) {
        parameters = new LinkedHashMap<>(builder.parameters);
    }

    /** Starts a space. */
    public static Builder builder() {
        return new Builder();
    }

    /** The parameters in the order in which they were added. */
    public List<Parameter> parameters() {
        return List.copyOf(parameters.values());
    }

    /** Settings drawn uniformly; a logarithmic range uniformly in its logarithm. */
    Settings draw(RandomGenerator random) {
        Map<String, Object> values = new LinkedHashMap<>();
        parameters.forEach((name, parameter) -> values.put(name, parameter.draw(random)));
        return new Settings(values);
    }

    /**
     * How many different settings there are.
     *
     * @throws IllegalStateException if a range of real numbers makes them infinite
     */
    long size() {
        long size = 1;
        for (Parameter parameter : parameters.values()) {
            size = Math.multiplyExact(size, (long) parameter.values().size());
        }
        return size;
    }

    /** The settings with a number from 0 to {@link #size} − 1, the last parameter varying fastest. */
    Settings at(long index) {
        List<Parameter> backwards = new ArrayList<>(parameters.values());
        Collections.reverse(backwards);
        long rest = index;
        Map<String, Object> chosen = new LinkedHashMap<>();
        for (Parameter parameter : backwards) {
            List<Object> all = parameter.values();
            chosen.put(parameter.name(), all.get((int) (rest % all.size())));
            rest /= all.size();
        }
        Map<String, Object> values = new LinkedHashMap<>();
        parameters.keySet().forEach(name -> values.put(name, Objects.requireNonNull(chosen.get(name))));
        return new Settings(values);
    }

    /** One setting and the values it may have. */
    public sealed interface Parameter {
        /** Its name. */
        String name();

        /** A value drawn uniformly. */
        Object draw(RandomGenerator random);

        /**
         * All values.
         *
         * @throws IllegalStateException if there are infinitely many
         */
        List<Object> values();
    }

    /**
     * One of a list of unordered values.
     *
     * @param values numbers, texts or booleans; at least one, without repetition
     */
    public record Choice(String name, List<Object> values) implements Parameter {
        /** Copies the list. */
        public Choice {
            values = List.copyOf(values);
            if (values.isEmpty()) {
                throw new IllegalArgumentException(name + " has no value to choose from");
            }
            Set<Object> seen = new HashSet<>();
            for (Object value : values) {
                if (!(value instanceof Number || value instanceof String || value instanceof Boolean)) {
                    throw new IllegalArgumentException(name + ": a value must be a number, a text or a boolean, not "
                            + value.getClass().getName());
                }
                if (!seen.add(value)) {
                    throw new IllegalArgumentException(name + " lists " + value + " twice");
                }
            }
        }

        @Override
        public Object draw(RandomGenerator random) {
            return values.get(random.nextInt(values.size()));
        }
    }

    /**
     * A range of numbers, both ends included.
     *
     * @param whole whether only whole numbers are allowed
     * @param logarithmic whether to search in the logarithm, as usual for learning rates
     */
    public record Range(String name, double low, double high, boolean whole, boolean logarithmic) implements Parameter {
        /** Checks the range. */
        public Range {
            if (!(Double.isFinite(low) && Double.isFinite(high) && low < high)) {
                throw new IllegalArgumentException(
                        name + ": the range must go from a number to a larger one, not from " + low + " to " + high);
            }
            if (logarithmic && low <= 0) {
                throw new IllegalArgumentException(name + ": a logarithmic range must begin above 0, not at " + low);
            }
        }

        /** The lower end on the search scale; ranges of whole numbers are extended by half a step. */
        double from() {
            return scaled(whole ? low - 0.5 : low);
        }

        /** The upper end on the search scale. */
        double to() {
            return scaled(whole ? high + 0.5 : high);
        }

        /** A value on the search scale. */
        double scaled(double value) {
            return logarithmic ? Math.log(value) : value;
        }

        /** The value at a position on the search scale. */
        Object value(double place) {
            double plain = logarithmic ? Math.exp(place) : place;
            double within = Math.min(high, Math.max(low, whole ? Math.rint(plain) : plain));
            return whole ? (Object) (long) within : (Object) within;
        }

        @Override
        public Object draw(RandomGenerator random) {
            return value(from() + random.nextDouble() * (to() - from()));
        }

        @Override
        public List<Object> values() {
            if (!whole) {
                throw new IllegalStateException(
                        name + " is a range of real numbers, which a grid cannot go through; list its values instead");
            }
            List<Object> all = new ArrayList<>();
            for (long value = (long) low; value <= high; value++) {
                all.add(value);
            }
            return all;
        }
    }

    /** Collects a space. Not thread-safe. */
    public static final class Builder {
        private final Map<String, Parameter> parameters = new LinkedHashMap<>();

        private Builder() {}

        /** One of these values. */
        public Builder choice(String name, Object... values) {
            return add(new Choice(name, Arrays.asList(values)));
        }

        /** A constant; it is part of every trial's settings. */
        public Builder fixed(String name, Object value) {
            return choice(name, value);
        }

        /** A whole number in a range, both ends included. */
        public Builder whole(String name, long low, long high) {
            return add(new Range(name, low, high, true, false));
        }

        /** A whole number in a range from 1 on, searched in the logarithm, such as a batch size. */
        public Builder wholeLogarithmic(String name, long low, long high) {
            return add(new Range(name, low, high, true, true));
        }

        /** A real number in a range. */
        public Builder real(String name, double low, double high) {
            return add(new Range(name, low, high, false, false));
        }

        /** A real number in a range above 0, searched in the logarithm, such as a learning rate. */
        public Builder realLogarithmic(String name, double low, double high) {
            return add(new Range(name, low, high, false, true));
        }

        private Builder add(Parameter parameter) {
            if (parameters.putIfAbsent(parameter.name(), parameter) != null) {
                throw new IllegalStateException("there is a parameter " + parameter.name() + " already");
            }
            return this;
        }

        /**
         * Builds the space.
         *
         * @throws IllegalStateException if it has no parameter
         */
        public SearchSpace build() {
            if (parameters.isEmpty()) {
                throw new IllegalStateException("a search space needs at least one parameter");
            }
            return new SearchSpace(this);
        }
    }
}
