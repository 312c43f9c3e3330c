package dev.finetuning.search;

import dev.finetuning.training.Hyperparameters;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The settings of one trial.
 *
 * @param values a number, text or boolean for each parameter of the space, in its order
 */
public record Settings(Map<String, Object> values) {
    /** Copies the map. */
    public Settings {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /**
     * A number.
     *
     * @throws IllegalArgumentException if there is no number of that name
     */
    public double number(String name) {
        if (values.get(name) instanceof Number number) {
            return number.doubleValue();
        }
        throw new IllegalArgumentException("no number is called " + name + "; the settings are " + values.keySet());
    }

    /**
     * Any value as text.
     *
     * @throws IllegalArgumentException if there is no value of that name
     */
    public String text(String name) {
        Object value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException(
                    "no setting is called " + name + "; the settings are " + values.keySet());
        }
        return value.toString();
    }

    /**
     * The settings as hyperparameters: {@code epochs}, {@code batch_size} and {@code
     * learning_rate_multiplier} by their setters, the others by name.
     *
     * @throws IllegalArgumentException if one of the three is not a number or is out of range
     */
    public Hyperparameters hyperparameters() {
        Hyperparameters made = Hyperparameters.AUTO;
        for (Map.Entry<String, Object> each : values.entrySet()) {
            made = switch (each.getKey()) {
                case "epochs" -> made.withEpochs(number("epochs"));
                case "batch_size" -> made.withBatchSize((int) number("batch_size"));
                case "learning_rate_multiplier" -> made.withLearningRateMultiplier(number("learning_rate_multiplier"));
                default -> made.with(each.getKey(), each.getValue());
            };
        }
        return made;
    }
}
