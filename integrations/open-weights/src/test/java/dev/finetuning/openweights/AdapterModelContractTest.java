package dev.finetuning.openweights;

import dev.finetuning.chat.ChatModel;
import dev.finetuning.chat.ChatModelContractTest;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class AdapterModelContractTest extends ChatModelContractTest {
    @TempDir
    private static Path folder;

    private static OpenWeightsPipeline pipeline;

    @BeforeAll
    static void open() {
        pipeline = FakeTrainer.in(folder).builder().build();
    }

    @AfterAll
    static void close() {
        if (pipeline != null) {
            pipeline.close();
        }
    }

    @Override
    protected ChatModel model() {
        return pipeline.chatModel(FakeTrainer.BASE);
    }
}
