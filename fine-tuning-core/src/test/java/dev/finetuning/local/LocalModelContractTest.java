package dev.finetuning.local;

import dev.finetuning.chat.ChatModel;
import dev.finetuning.chat.ChatModelContractTest;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

class LocalModelContractTest {
    @TempDir
    Path folder;

    private ChatModel trained(String base) {
        try (LocalTrainingPipeline pipeline = Tuning.pipeline(folder)) {
            String id = Tuning.train(pipeline, base, Tuning.questions(80, 0, 1), 3)
                    .model()
                    .orElseThrow();
            return pipeline.chatModel(id);
        }
    }

    @Nested
    class Linear extends ChatModelContractTest {
        private ChatModel model;

        @BeforeEach
        void train() {
            model = trained(LocalTrainingPipeline.LINEAR);
        }

        @Override
        protected ChatModel model() {
            return model;
        }
    }

    @Nested
    class Nearest extends ChatModelContractTest {
        private ChatModel model;

        @BeforeEach
        void train() {
            model = trained(LocalTrainingPipeline.NEAREST);
        }

        @Override
        protected ChatModel model() {
            return model;
        }
    }
}
