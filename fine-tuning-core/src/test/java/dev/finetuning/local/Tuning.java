package dev.finetuning.local;

import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Message;
import dev.finetuning.training.Hyperparameters;
import dev.finetuning.training.TrainingData;
import dev.finetuning.training.TrainingFile;
import dev.finetuning.training.TrainingJob;
import dev.finetuning.training.TrainingRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Small trainings for tests, each over when it returns. */
final class Tuning {
    static final String[] TOPICS = {"invoice", "parcel", "password", "refund"};

    private Tuning() {}

    /** A pipeline whose jobs have ended when they are started. */
    static LocalTrainingPipeline pipeline(Path folder) {
        return new LocalTrainingPipeline(
                LocalSettings.builder(folder).executor(Runnable::run).build());
    }

    static TrainingFile upload(LocalTrainingPipeline pipeline, List<ChatExample> examples) {
        return pipeline.upload(TrainingData.of("data", examples));
    }

    static TrainingJob train(LocalTrainingPipeline pipeline, String base, List<ChatExample> examples, double epochs) {
        return pipeline.start(TrainingRequest.builder(base, upload(pipeline, examples))
                .hyperparameters(Hyperparameters.AUTO.withEpochs(epochs))
                .build());
    }

    /** Questions about four topics; the answer is the topic, wrong for the given share. */
    static List<ChatExample> questions(int number, double noise, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<ChatExample> examples = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            int topic = random.nextInt(TOPICS.length);
            int answer = random.nextDouble() < noise ? random.nextInt(TOPICS.length) : topic;
            String text = words(random) + " " + TOPICS[topic] + " " + words(random);
            examples.add(ChatExample.of(Message.user(text), Message.assistant(TOPICS[answer])));
        }
        return examples;
    }

    private static String words(SplittableRandom random) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 3; i++) {
            text.append("word").append(random.nextInt(300)).append(' ');
        }
        return text.toString().strip();
    }
}
