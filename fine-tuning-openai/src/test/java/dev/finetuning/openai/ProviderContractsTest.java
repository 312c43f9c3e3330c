package dev.finetuning.openai;

import dev.finetuning.chat.ChatModel;
import dev.finetuning.chat.ChatModelContractTest;
import dev.finetuning.openai.sandbox.OpenAiSandbox;
import dev.finetuning.testing.ManualTime;
import dev.finetuning.training.TrainingPipeline;
import dev.finetuning.training.TrainingPipelineContractTest;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Every provider profile keeps the pipeline's contract, over real HTTP. */
class ProviderContractsTest {
    abstract static class ProviderContract extends TrainingPipelineContractTest {
        private final ManualTime time = ManualTime.create();

        @RegisterExtension
        final OpenAiSandbox sandbox = new OpenAiSandbox(time);

        private OpenAiTrainingPipeline pipeline;

        abstract OpenAiSettings.Builder settings();

        @BeforeEach
        void open() {
            pipeline = new OpenAiTrainingPipeline(settings().build());
        }

        @AfterEach
        void close() {
            pipeline.close();
        }

        @Override
        protected TrainingPipeline pipeline() {
            return pipeline;
        }

        @Override
        protected String baseModel() {
            return Fixtures.MODEL;
        }

        @Override
        protected void finish(String jobId) {
            time.advance(Duration.ofDays(1));
        }
    }

    @Nested
    class OpenAi extends ProviderContract {
        @Override
        OpenAiSettings.Builder settings() {
            return Fixtures.settings(sandbox);
        }
    }

    @Nested
    class Azure extends ProviderContract {
        @Override
        OpenAiSettings.Builder settings() {
            return OpenAiSettings.azure(sandbox.root(), Fixtures.KEY);
        }
    }

    @Nested
    class Nebius extends ProviderContract {
        @Override
        OpenAiSettings.Builder settings() {
            return OpenAiSettings.nebius(Fixtures.KEY).baseUrl(sandbox.url());
        }
    }

    @Nested
    class Custom extends ProviderContract {
        @Override
        OpenAiSettings.Builder settings() {
            return OpenAiSettings.custom("gateway", sandbox.url(), Fixtures.KEY).keyHeader("api-key");
        }
    }

    @Nested
    class ByReadyClient extends ProviderContract {
        private PlainClient plain;

        @Override
        OpenAiSettings.Builder settings() {
            plain = PlainClient.of(sandbox);
            return ReadyClient.settings(plain.client);
        }

        @AfterEach
        void closeClient() {
            plain.close();
        }
    }

    @Nested
    class Chat extends ChatModelContractTest {
        @RegisterExtension
        final OpenAiSandbox sandbox = new OpenAiSandbox();

        private OpenAiChatModel model;

        @BeforeEach
        void open() {
            model = new OpenAiChatModel(Fixtures.settings(sandbox).build(), Fixtures.MODEL);
        }

        @AfterEach
        void close() {
            model.close();
        }

        @Override
        protected ChatModel model() {
            return model;
        }
    }
}
