import dev.finetuning.chat.ChatRequest;
import dev.finetuning.dataset.Dataset;
import dev.finetuning.local.LocalTrainingPipeline;
import dev.finetuning.mistral.MistralSettings;
import dev.finetuning.quality.Checks;
import dev.finetuning.training.TrainingData;
import dev.finetuning.training.TrainingRequest;
import dev.finetuning.training.follow.JobWaiter;
import java.nio.file.Path;

/** Checks, trains and asks within an image that jlink made. */
public final class Linked {
    private Linked() {}

    public static void main(String[] args) {
        var builder = Dataset.builder("support");
        for (int i = 0; i < 20; i++) {
            builder.addConversation("", "Where is parcel number " + i + "?", "delivery");
            builder.addConversation("", "Why was invoice number " + i + " charged twice?", "billing");
        }
        Dataset data = builder.build();
        System.out.println("checked: " + Checks.standard().run(data).examples());
        System.out.println("linked: " + Dataset.class.getModule() + ", " + MistralSettings.class.getModule());
        try (var provider = LocalTrainingPipeline.in(Path.of(args[0]));
                var waiter = JobWaiter.create()) {
            var request = TrainingRequest.builder("local", provider.upload(TrainingData.of(data)))
                    .build();
            var model = provider.chatModel(waiter.await(provider, request).modelOrThrow());
            System.out.println("answered: "
                    + model.ask(ChatRequest.of("Where is my parcel?")).text());
        }
    }
}
