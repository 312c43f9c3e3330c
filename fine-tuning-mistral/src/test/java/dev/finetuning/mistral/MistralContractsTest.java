package dev.finetuning.mistral;

import dev.finetuning.chat.ChatModel;
import dev.finetuning.chat.ChatModelContractTest;
import dev.finetuning.mistral.sandbox.MistralSandbox;
import dev.finetuning.testing.ManualTime;
import dev.finetuning.training.JobPhase;
import dev.finetuning.training.TrainingPipeline;
import dev.finetuning.training.TrainingPipelineContractTest;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The contracts that every pipeline and every model keeps, over real HTTP. */
class MistralContractsTest {
    @Nested
    class Pipeline extends TrainingPipelineContractTest {
        private final ManualTime time = ManualTime.create();

        @RegisterExtension
        final MistralSandbox sandbox = new MistralSandbox(time);

        private final MistralTrainingPipeline pipeline = Fixtures.pipeline(sandbox);

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
            time.advance(Duration.ofHours(1));
            if (pipeline.job(jobId).status().phase() == JobPhase.VALIDATED) {
                pipeline.launch(jobId);
            }
            time.advance(Duration.ofDays(1));
        }
    }

    @Nested
    class Chat extends ChatModelContractTest {
        @RegisterExtension
        final MistralSandbox sandbox = new MistralSandbox();

        private final MistralChatModel model =
                new MistralChatModel(Fixtures.settings(sandbox).build(), "mistral-small-latest");

        @Override
        protected ChatModel model() {
            return model;
        }
    }
}
