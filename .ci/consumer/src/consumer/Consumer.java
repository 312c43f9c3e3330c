package consumer;

import dev.finetuning.chat.ChatRequest;
import dev.finetuning.dataset.Dataset;
import dev.finetuning.eval.Evaluator;
import dev.finetuning.eval.TestCase;
import dev.finetuning.eval.scorer.ExactMatch;
import dev.finetuning.local.LocalTrainingPipeline;
import dev.finetuning.quality.Checks;
import dev.finetuning.training.follow.JobWaiter;
import dev.finetuning.training.TrainingData;
import dev.finetuning.training.TrainingRequest;
import java.nio.file.Path;

/** Trains, asks and evaluates with what was installed, adapters beside it. */
public final class Consumer {
    private Consumer() {}

    public static void main(String[] args) {
        var builder = Dataset.builder("support");
        for (int i = 0; i < 20; i++) {
            builder.addConversation("", "Where is parcel number " + i + "?", "delivery");
            builder.addConversation("", "Why was invoice number " + i + " charged twice?", "billing");
        }
        Dataset data = builder.build();
        System.out.println("checked: " + Checks.standard().run(data).examples());
        System.out.println("adapters: " + name(dev.finetuning.openai.OpenAiSettings.class) + ", "
                + name(dev.finetuning.mistral.MistralSettings.class));
        try (var provider = LocalTrainingPipeline.in(Path.of(args[0]));
                var waiter = JobWaiter.create()) {
            var request = TrainingRequest.builder("local", provider.upload(TrainingData.of(data)))
                    .build();
            var model = provider.chatModel(waiter.await(provider, request).modelOrThrow());
            System.out.println("answered: "
                    + model.ask(ChatRequest.of("Where is my parcel?")).text());
            System.out.println("scored: "
                    + Evaluator.of(new ExactMatch())
                            .evaluate(TestCase.from(data), model)
                            .results()
                            .size());
        }
    }

    /** Frameworks look at all methods of a class; none of them may need what is optional. */
    private static String name(Class<?> type) {
        type.getDeclaredMethods();
        return type.getModule().getName();
    }
}
