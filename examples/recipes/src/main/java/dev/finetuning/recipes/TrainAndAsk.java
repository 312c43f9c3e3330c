package dev.finetuning.recipes;

import dev.finetuning.chat.ChatRequest;
import dev.finetuning.dataset.Dataset;
import dev.finetuning.format.ColumnMapping;
import dev.finetuning.local.LocalTrainingPipeline;
import dev.finetuning.training.TrainingData;
import dev.finetuning.training.TrainingPipeline;
import dev.finetuning.training.TrainingRequest;
import dev.finetuning.training.follow.JobWaiter;
import java.nio.file.Path;

/** Trains on a CSV and asks the result. Another provider is another constructor in {@code main}. */
public final class TrainAndAsk {
    private TrainAndAsk() {}

    /** Takes a CSV with the columns question and answer, a base model, and a question. */
    public static void main(String[] args) {
        try (TrainingPipeline provider = LocalTrainingPipeline.in(Path.of("models"))) {
            System.out.println(answer(provider, Path.of(args[0]), args[1], args[2]));
        }
    }

    static String answer(TrainingPipeline provider, Path csv, String baseModel, String question) {
        ColumnMapping columns = ColumnMapping.user("question").assistant("answer");
        Dataset data = Dataset.builder("support").addCsv(csv, columns).build();
        TrainingRequest request = TrainingRequest.builder(baseModel, provider.upload(TrainingData.of(data)))
                .build();
        try (JobWaiter waiter = JobWaiter.create()) {
            String model = waiter.await(provider, request).modelOrThrow();
            return provider.chatModel(model).ask(ChatRequest.of(question)).text();
        }
    }
}
