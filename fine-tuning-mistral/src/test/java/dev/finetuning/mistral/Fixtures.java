package dev.finetuning.mistral;

import dev.finetuning.Secret;
import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Message;
import dev.finetuning.mistral.sandbox.MistralSandbox;
import dev.finetuning.secrecy.Canary;
import dev.finetuning.training.TrainingData;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/** What the tests of this module share. */
final class Fixtures {
    static final Secret KEY = Secret.of(Canary.KEY);
    static final String MODEL = "open-mistral-7b";

    private Fixtures() {}

    /** Settings that send everything once. */
    static MistralSettings.Builder settings(MistralSandbox sandbox) {
        return MistralSettings.mistral(KEY)
                .baseUrl(sandbox.url())
                .timeout(Duration.ofSeconds(20))
                .readPatience(Duration.ZERO);
    }

    static MistralTrainingPipeline pipeline(MistralSandbox sandbox) {
        return new MistralTrainingPipeline(settings(sandbox).build());
    }

    static TrainingData support(String name, int examples) {
        List<ChatExample> chats = IntStream.range(0, examples)
                .mapToObj(i -> ChatExample.of(
                        Message.system("You help. " + Canary.CONTENT),
                        Message.user("How do I reset device number " + i + "?"),
                        Message.assistant("Hold the button for " + i + " seconds.")))
                .toList();
        return TrainingData.of(name, chats);
    }
}
