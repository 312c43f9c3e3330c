package dev.finetuning.springai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.finetuning.dataset.Dataset;
import dev.finetuning.journal.InMemoryJournal;
import dev.finetuning.journal.Journal;
import dev.finetuning.local.LocalTrainingPipeline;
import dev.finetuning.registry.JournaledModelRegistry;
import dev.finetuning.registry.ModelRegistry;
import dev.finetuning.registry.version.Alias;
import dev.finetuning.registry.version.Author;
import dev.finetuning.routing.ModelRouter;
import dev.finetuning.run.FineTuningRuns;
import dev.finetuning.run.RunPlan;
import dev.finetuning.run.RunStatus;
import dev.finetuning.training.follow.PollPace;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.model.ChatModel;

/** A model trained by the local provider, promoted, replaced and rolled back, as an application of Spring AI asks it. */
class RoutedAnswersTest {
    private static final String QUESTION = "Where is my parcel?";

    @TempDir
    Path folder;

    private static Dataset data(String delivery) {
        var data = Dataset.builder("support");
        for (int i = 0; i < 10; i++) {
            data.addConversation("", "Where is parcel number " + i + "?", delivery);
            data.addConversation("", "Why was invoice number " + i + " charged twice?", "billing");
        }
        return data.build();
    }

    @Test
    void chat_versionPromotedAndRolledBack_answersAsTheAliasSays() throws Exception {
        try (LocalTrainingPipeline provider = LocalTrainingPipeline.in(folder.resolve("local"))) {
            Journal journal = new InMemoryJournal();
            ModelRegistry registry = JournaledModelRegistry.open(journal);
            FineTuningRuns runs = FineTuningRuns.builder(journal, folder.resolve("runs"), provider, registry)
                    .pace(PollPace.IN_PROCESS)
                    .build();
            ModelRouter router = ModelRouter.create(registry, version -> provider.chatModel(version.modelId()));
            ChatModel model = SpringAiBridge.chatModel(router.model("support", Alias.PRODUCTION));
            ChatClient client = ChatClient.create(model);

            train(runs, "delivery");
            assertThat(client.prompt(QUESTION).call().content()).isEqualTo("delivery");
            assertThat(streamed(client)).isEqualTo("delivery");

            train(runs, "logistics");
            assertThat(client.prompt(QUESTION).call().content()).isEqualTo("logistics");
            assertThat(streamed(client)).isEqualTo("logistics");

            registry.rollback("support", Alias.PRODUCTION, Author.of("ada", "complaints"));
            assertThat(client.prompt(QUESTION).call().content()).isEqualTo("delivery");
            assertThat(model.call(QUESTION)).isEqualTo("delivery");
        }
    }

    private static void train(FineTuningRuns runs, String delivery) throws InterruptedException {
        RunPlan plan = RunPlan.builder("support", LocalTrainingPipeline.LINEAR, data(delivery))
                .build();
        assertThat(runs.await(runs.start(plan)).status()).isEqualTo(RunStatus.SUCCEEDED);
    }

    private static String streamed(ChatClient client) {
        return String.join(
                "", client.prompt(QUESTION).stream().content().toStream().toList());
    }
}
