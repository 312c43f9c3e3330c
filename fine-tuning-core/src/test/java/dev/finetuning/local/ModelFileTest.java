package dev.finetuning.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.finetuning.chat.ChatRequest;
import dev.finetuning.local.internal.model.ModelFile;
import dev.finetuning.training.TrainingJob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelFileTest {
    @TempDir
    Path folder;

    private LocalTrainingPipeline pipeline;

    @BeforeEach
    void open() {
        pipeline = new LocalTrainingPipeline(LocalSettings.builder(folder)
                .executor(Runnable::run)
                .keptCheckpoints(0)
                .build());
    }

    @AfterEach
    void close() {
        pipeline.close();
    }

    private String train(String base) {
        TrainingJob job = Tuning.train(pipeline, base, Tuning.questions(40, 0, 1), 1);
        return job.model().orElseThrow();
    }

    private Path file() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("models"))) {
            return files.filter(file -> file.toString().endsWith(".model"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {LocalTrainingPipeline.LINEAR, LocalTrainingPipeline.NEAREST})
    void read_whatWasWritten_isTheSameBytesAgain(String base) throws Exception {
        train(base);
        Path again = folder.resolve("again");
        try (var out = Files.newOutputStream(again)) {
            ModelFile.write(out, ModelFile.read(file()));
        }

        assertThat(again).hasSameBinaryContentAs(file());
    }

    @ParameterizedTest
    @ValueSource(strings = {LocalTrainingPipeline.LINEAR, LocalTrainingPipeline.NEAREST})
    void chatModel_ofAFileWithAnyByteChanged_throwsTyped(String base) throws Exception {
        String model = train(base);
        byte[] whole = Files.readAllBytes(file());
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 300; i++) {
            byte[] damaged = whole.clone();
            int at = i < 40 ? i : random.nextInt(whole.length);
            damaged[at] ^= (byte) (1 << random.nextInt(8));
            assertRefused(model, damaged);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {LocalTrainingPipeline.LINEAR, LocalTrainingPipeline.NEAREST})
    void chatModel_ofAFileCutShortOrGrown_throwsTyped(String base) throws Exception {
        String model = train(base);
        byte[] whole = Files.readAllBytes(file());
        for (int length : new int[] {0, 1, 4, 15, 16, whole.length / 2, whole.length - 1, whole.length + 1}) {
            assertRefused(model, Arrays.copyOf(whole, length));
        }
    }

    private void assertRefused(String model, byte[] damaged) throws IOException {
        Files.write(file(), damaged);
        assertThatThrownBy(() -> pipeline.chatModel(model).ask(ChatRequest.of("parcel")))
                .isInstanceOf(CorruptModelException.class)
                .hasMessageContaining("damaged");
    }
}
