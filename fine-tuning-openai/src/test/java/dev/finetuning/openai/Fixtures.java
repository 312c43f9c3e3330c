package dev.finetuning.openai;

import dev.finetuning.Secret;
import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Message;
import dev.finetuning.openai.sandbox.OpenAiSandbox;
import dev.finetuning.secrecy.Canary;
import dev.finetuning.training.TrainingData;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/** What the tests of this module share. */
final class Fixtures {
    static final Secret KEY = Secret.of(Canary.KEY);
    static final String MODEL = "gpt-4.1-mini-2025-04-14";

    private Fixtures() {}

    static OpenAiSettings.Builder settings(OpenAiSandbox sandbox) {
        return OpenAiSettings.openAi(KEY).baseUrl(sandbox.url()).timeout(Duration.ofSeconds(20));
    }

    static OpenAiTrainingPipeline pipeline(OpenAiSandbox sandbox) {
        return new OpenAiTrainingPipeline(settings(sandbox).build());
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
