package dev.finetuning.benchmarks.search;

import dev.finetuning.benchmarks.Intent;
import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Message;
import dev.finetuning.local.LocalSettings;
import dev.finetuning.local.LocalTrainingPipeline;
import dev.finetuning.training.Checkpoint;
import dev.finetuning.training.Hyperparameters;
import dev.finetuning.training.Metrics;
import dev.finetuning.training.TrainingData;
import dev.finetuning.training.TrainingFile;
import dev.finetuning.training.TrainingJob;
import dev.finetuning.training.TrainingRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Trains the local provider's linear model on ten questions of every third of banking77's 77 intents and measures it
 * after each epoch on five others of each. The same settings give exactly the same losses on every machine.
 */
final class BankingTrainer implements AutoCloseable {
    private static final int EVERY = 3;
    private static final int TRAIN = 10;
    private static final int HELD_OUT = 5;

    private final LocalTrainingPipeline pipeline;
    private final TrainingFile train;
    private final TrainingFile heldOut;

    /** Keeps what the provider writes in a folder. */
    BankingTrainer(Path folder) throws IOException {
        pipeline = new LocalTrainingPipeline(LocalSettings.builder(folder)
                .executor(Runnable::run)
                .keptCheckpoints(0)
                .build());
        Map<String, List<Intent>> intents = new LinkedHashMap<>();
        for (Intent intent : Intent.read("train.csv")) {
            intents.computeIfAbsent(intent.category(), category -> new ArrayList<>())
                    .add(intent);
        }
        List<List<Intent>> all = List.copyOf(intents.values());
        List<Intent> trained = new ArrayList<>();
        List<Intent> measured = new ArrayList<>();
        for (int i = 0; i < all.size(); i += EVERY) {
            trained.addAll(all.get(i).subList(0, TRAIN));
            measured.addAll(all.get(i).subList(TRAIN, TRAIN + HELD_OUT));
        }
        train = upload("train", trained);
        heldOut = upload("held out", measured);
    }

    private TrainingFile upload(String name, List<Intent> intents) {
        return pipeline.upload(TrainingData.of(
                name,
                intents.stream()
                        .map(each -> ChatExample.of(Message.user(each.text()), Message.assistant(each.category())))
                        .toList()));
    }

    /** The mean cross-entropy on the held-out questions after each epoch, in nats. */
    double[] losses(Hyperparameters hyperparameters) {
        TrainingJob job = pipeline.start(TrainingRequest.builder(LocalTrainingPipeline.LINEAR, train)
                .validationFile(heldOut)
                .hyperparameters(hyperparameters)
                .build());
        pipeline.models().delete(job.model().orElseThrow());
        return pipeline.checkpoints(job.id()).stream()
                .map(Checkpoint::metrics)
                .mapToDouble(metrics -> Objects.requireNonNull(metrics.get(Metrics.FULL_VALID_LOSS)))
                .toArray();
    }

    @Override
    public void close() {
        pipeline.close();
    }
}
