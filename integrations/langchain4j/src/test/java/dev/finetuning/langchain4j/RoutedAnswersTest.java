package dev.finetuning.langchain4j;

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
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.service.AiServices;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model trained by the local provider, promoted, replaced and rolled back, as an application of LangChain4j asks it. */
class RoutedAnswersTest {
    private static final String QUESTION = "Where is my parcel?";

    @TempDir
    Path folder;

    /** What an application of LangChain4j has. */
    interface Support {
        String answer(String question);
    }

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
            var routed = router.model("support", Alias.PRODUCTION);
            ChatModel model = LangChain4jBridge.chatModel(routed);
            StreamingChatModel streaming = LangChain4jBridge.streamingChatModel(routed);
            Support support = AiServices.create(Support.class, model);

            train(runs, "delivery");
            assertThat(support.answer(QUESTION)).isEqualTo("delivery");
            assertThat(streamed(streaming)).isEqualTo("delivery");

            train(runs, "logistics");
            assertThat(support.answer(QUESTION)).isEqualTo("logistics");
            assertThat(streamed(streaming)).isEqualTo("logistics");

            registry.rollback("support", Alias.PRODUCTION, Author.of("ada", "complaints"));
            assertThat(support.answer(QUESTION)).isEqualTo("delivery");
            assertThat(model.chat(QUESTION)).isEqualTo("delivery");
        }
    }

    private static void train(FineTuningRuns runs, String delivery) throws InterruptedException {
        RunPlan plan = RunPlan.builder("support", LocalTrainingPipeline.LINEAR, data(delivery))
                .build();
        assertThat(runs.await(runs.start(plan)).status()).isEqualTo(RunStatus.SUCCEEDED);
    }

    private static String streamed(StreamingChatModel model) throws Exception {
        Heard heard = new Heard();
        model.chat(QUESTION, heard);
        ChatResponse response = heard.end.get(30, TimeUnit.SECONDS);
        assertThat(String.join("", heard.parts)).isEqualTo(response.aiMessage().text());
        return response.aiMessage().text();
    }
}
