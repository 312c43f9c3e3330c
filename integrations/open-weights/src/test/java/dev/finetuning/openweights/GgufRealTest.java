package dev.finetuning.openweights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Message;
import dev.finetuning.openweights.export.ExportedModel;
import dev.finetuning.openweights.export.GgufType;
import dev.finetuning.openweights.export.ModelExport;
import dev.finetuning.provider.ProviderFaultException;
import dev.finetuning.training.TrainingData;
import dev.finetuning.training.TrainingRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models as llama.cpp's own converter writes them, read by another reader of GGUF. */
@Tag("weights")
class GgufRealTest {
    private static final String QUESTION = "Where is my parcel?";
    /** 16 bits hold a weight to 2^-11 of itself; thirty layers of sums over them stay within a hundredth. */
    private static final double TOLERANCE = 0.01;

    @TempDir
    private Path folder;

    @Test
    void model_in16Bits_computesWhatTheMergedOneDoes() throws Exception {
        assumeTrue(Files.exists(RealLlamaServer.SOURCES), "SKIPPED: there are no sources of llama.cpp");
        Path base = RealTrainer.model(RealTrainer.SMOLLM2);
        Path merged = folder.resolve("merged");
        Path file = folder.resolve("model.gguf");
        try (OpenWeightsPipeline pipeline =
                RealTrainer.in(folder.resolve("pipeline")).build()) {
            String model = trained(pipeline);
            pipeline.export(ModelExport.merged(model), merged);
            ModelExport export =
                    ModelExport.gguf(model, RealLlamaServer.SOURCES).withType(GgufType.F16);

            ExportedModel exported = pipeline.export(export, file);

            assertThat(pipeline.export(export, folder.resolve("again.gguf")).sha256())
                    .isEqualTo(exported.sha256());
        }
        double[] right = Loaded.logits(Loaded.look("answer", merged.toString(), QUESTION));
        double[] untrained = Loaded.logits(Loaded.look("answer", base.toString(), QUESTION));
        double[] converted = Loaded.logits(Loaded.look("gguf", file.toString(), QUESTION, base.toString()));
        double largest = Loaded.largest(right);
        System.out.printf(
                "GGUF: largest logit %.3f, F16 differs by %.2g, the base by %.2g, %d bytes%n",
                largest, Loaded.distance(right, converted), Loaded.distance(right, untrained), Files.size(file));
        assertThat(Loaded.distance(right, converted)).isLessThan(TOLERANCE * largest);
        assertThat(Loaded.distance(right, untrained)).isGreaterThan(5 * TOLERANCE * largest);
    }

    private static String trained(OpenWeightsPipeline pipeline) {
        ChatExample row = ChatExample.of(Message.user(QUESTION), Message.assistant("Ahoy, it is aboard the ship."));
        String rows = pipeline.upload(TrainingData.of("rows", Collections.nCopies(4, row)))
                .id();
        LoraSettings settings =
                LoraSettings.builder().rank(8).learningRate(3e-3).build();
        return RealTrainer.finish(
                        pipeline,
                        pipeline.start(TrainingRequest.builder(RealTrainer.SMOLLM2, rows)
                                .hyperparameters(
                                        settings.hyperparameters().withEpochs(1).withBatchSize(1))
                                .build()))
                .model()
                .orElseThrow();
    }

    @Test
    void model_whoseTokenizerTheConverterDoesNotKnow_isRefusedInItsWords() {
        assumeTrue(Files.exists(RealLlamaServer.SOURCES), "SKIPPED: there are no sources of llama.cpp");
        try (OpenWeightsPipeline pipeline =
                RealTrainer.in(folder.resolve("pipeline")).build()) {
            ModelExport export = ModelExport.gguf(RealTrainer.TINY, RealLlamaServer.SOURCES);

            assertThatThrownBy(() -> pipeline.export(export, folder.resolve("tiny.gguf")))
                    .isInstanceOf(ProviderFaultException.class)
                    .hasMessageContaining("code converter")
                    .hasMessageContaining("pre-tokenizer was not recognized");
        }
    }
}
