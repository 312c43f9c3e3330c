package dev.finetuning.console.work;

import dev.finetuning.console.input.Fields;
import dev.finetuning.console.input.RefusedException;
import dev.finetuning.cost.Money;
import dev.finetuning.dataset.SplitRatios;
import dev.finetuning.training.Hyperparameters;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What somebody wants trained.
 *
 * @param dataset the dataset's id
 * @param model the model's name in the registry
 * @param baseModel the model to start from
 * @param settings how to train
 * @param budget the most it may cost, if limited
 * @param promote whether the gates may put it into production at once
 * @param key the same order sent twice has the same key, and is carried out once
 * @param texts the same as it was sent, and as it is stored
 */
public record TrainingOrder(
        String dataset,
        String model,
        String baseModel,
        Settings settings,
        Optional<Money> budget,
        boolean promote,
        Optional<String> key,
        Map<String, String> texts) {
    private static final double DEFAULT_VALIDATION = 0.1;
    private static final double DEFAULT_TEST = 0.2;
    private static final List<String> STORED = List.of(
            "dataset",
            "model",
            "baseModel",
            "validation",
            "test",
            "epochs",
            "batchSize",
            "learningRateMultiplier",
            "suffix",
            "seed",
            "budget",
            "promote",
            "key");

    /** Copies the map. */
    public TrainingOrder {
        texts = Map.copyOf(texts);
    }

    /**
     * How to train.
     *
     * @param hyperparameters epochs, batch size and learning rate; what is not given, the provider chooses
     * @param suffix a part of the tuned model's name, if given
     * @param seed for repeatable trainings, if given
     * @param ratios the shares of training, validation and test examples
     */
    public record Settings(
            Hyperparameters hyperparameters, Optional<String> suffix, OptionalLong seed, SplitRatios ratios) {}

    /** An order from a form, from JSON, or as it was stored. */
    public static TrainingOrder of(Fields fields) {
        Map<String, String> texts = new LinkedHashMap<>();
        STORED.forEach(name -> fields.text(name).ifPresent(text -> texts.put(name, text)));
        double validation = fields.number("validation", 0, 0.5).orElse(DEFAULT_VALIDATION);
        double test = fields.number("test", 0.05, 0.5).orElse(DEFAULT_TEST);
        if (validation + test >= 0.9) {
            throw RefusedException.invalid("test", "validation and test together must leave a tenth for training");
        }
        return new TrainingOrder(
                fields.require("dataset"),
                fields.name("model"),
                fields.require("baseModel"),
                new Settings(
                        hyperparameters(fields),
                        fields.text("suffix", 64),
                        fields.seed("seed"),
                        SplitRatios.of(1 - validation - test, validation, test)),
                fields.amount("budget").map(amount -> Money.usd(amount.toPlainString())),
                fields.flag("promote"),
                fields.text("key", 200),
                texts);
    }

    private static Hyperparameters hyperparameters(Fields fields) {
        Hyperparameters chosen = Hyperparameters.AUTO;
        OptionalDouble epochs = fields.number("epochs", 0.01, 1_000);
        if (epochs.isPresent()) {
            chosen = chosen.withEpochs(epochs.getAsDouble());
        }
        OptionalInt batchSize = fields.whole("batchSize", 1, 4_096);
        if (batchSize.isPresent()) {
            chosen = chosen.withBatchSize(batchSize.getAsInt());
        }
        OptionalDouble rate = fields.number("learningRateMultiplier", 0.0001, 1_000);
        return rate.isPresent() ? chosen.withLearningRateMultiplier(rate.getAsDouble()) : chosen;
    }
}
