package dev.finetuning.training;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How to train: the three settings that every provider knows, and any others by the provider's own names.
 *
 * @param epochs passes over the training data, at least 1 if given
 * @param batchSize examples per gradient step, at least 1 if given
 * @param learningRateMultiplier factor on the provider's learning rate, above 0 if given
 * @param others further settings by the provider's own names, as JSON values
 */
public record Hyperparameters(
        HyperparameterValue epochs,
        HyperparameterValue batchSize,
        HyperparameterValue learningRateMultiplier,
        Map<String, Object> others) {
    /** Lets the provider choose everything. */
    public static final Hyperparameters AUTO =
            new Hyperparameters(HyperparameterValue.AUTO, HyperparameterValue.AUTO, HyperparameterValue.AUTO, Map.of());

    /**
     * Copies the map and rejects values that no provider accepts.
     *
     * @throws IllegalArgumentException if a value is out of range
     */
    public Hyperparameters {
        atLeastOne("epochs", epochs);
        atLeastOne("batchSize", batchSize);
        if (!learningRateMultiplier.auto() && !(learningRateMultiplier.orElse(1) > 0)) {
            throw new IllegalArgumentException("learningRateMultiplier must be above 0: " + learningRateMultiplier);
        }
        others = Collections.unmodifiableMap(new LinkedHashMap<>(others));
    }

    private static void atLeastOne(String name, HyperparameterValue value) {
        if (!(value.orElse(1) >= 1)) {
            throw new IllegalArgumentException(name + " must be at least 1: " + value);
        }
    }

    /** These hyperparameters with this many epochs. */
    public Hyperparameters withEpochs(double newEpochs) {
        return new Hyperparameters(HyperparameterValue.of(newEpochs), batchSize, learningRateMultiplier, others);
    }

    /** These hyperparameters with this batch size. */
    public Hyperparameters withBatchSize(int newBatchSize) {
        return new Hyperparameters(epochs, HyperparameterValue.of(newBatchSize), learningRateMultiplier, others);
    }

    /** These hyperparameters with this learning-rate multiplier. */
    public Hyperparameters withLearningRateMultiplier(double multiplier) {
        return new Hyperparameters(epochs, batchSize, HyperparameterValue.of(multiplier), others);
    }

    /** These hyperparameters with a setting of the provider's added. */
    public Hyperparameters with(String name, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(others);
        more.put(name, value);
        return new Hyperparameters(epochs, batchSize, learningRateMultiplier, more);
    }

    /** All settings by name, for reports and lineage; {@code auto} if the provider chose. */
    public Map<String, String> describe() {
        Map<String, String> names = new LinkedHashMap<>();
        names.put("epochs", epochs.toString());
        names.put("batch_size", batchSize.toString());
        names.put("learning_rate_multiplier", learningRateMultiplier.toString());
        others.forEach((name, value) -> names.put(name, String.valueOf(value)));
        return names;
    }
}
