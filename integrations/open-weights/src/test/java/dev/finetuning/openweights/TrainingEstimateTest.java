package dev.finetuning.openweights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Message;
import dev.finetuning.provider.ProviderFaultException;
import dev.finetuning.provider.RequestRejectedException;
import dev.finetuning.training.TrainingData;
import dev.finetuning.training.TrainingJob;
import dev.finetuning.training.TrainingRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingEstimateTest {
    private static final String CONFIG =
            "{\"hidden_size\": 8, \"intermediate_size\": 16, \"num_hidden_layers\": 2, \"vocab_size\": 100}";
    private static final long PARAMETERS = 800 + 64 + 128 + 8;
    private static final long ACTIVATIONS = 10 * 8 + 4 * 16;
    private static final long LOGITS = 24 * 100;

    @TempDir
    private Path folder;

    private OpenWeightsPipeline pipeline;
    private TrainingRequest request;

    @BeforeEach
    void open() throws Exception {
        FakeTrainer trainer = FakeTrainer.in(folder);
        Files.writeString(folder.resolve("base/config.json"), CONFIG);
        weights("""
                {"__metadata__": {"format": "pt"},
                 "model.embed_tokens.weight": {"dtype": "F32", "shape": [100, 8], "data_offsets": [0, 3200]},
                 "model.layers.0.self_attn.q_proj.weight": {"dtype": "F32", "shape": [8, 8], "data_offsets": [0, 256]},
                 "model.layers.0.mlp.up_proj.weight": {"dtype": "F32", "shape": [16, 8], "data_offsets": [0, 512]},
                 "model.norm.weight": {"dtype": "F32", "shape": [8], "data_offsets": [0, 32]}}""");
        pipeline = trainer.builder().device("cpu").build();
        request = Exercise.request(pipeline).build();
    }

    private void weights(String header) throws IOException {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer file = ByteBuffer.allocate(8 + json.length).order(ByteOrder.LITTLE_ENDIAN);
        file.putLong(json.length).put(json);
        Files.write(folder.resolve("base/model.safetensors"), file.array());
    }

    @AfterEach
    void close() {
        if (pipeline != null) {
            pipeline.close();
        }
    }

    private TrainingEstimate estimate(LoraSettings settings) {
        return pipeline.estimate(request.toBuilder()
                .hyperparameters(settings.hyperparameters().withEpochs(2).withBatchSize(4))
                .build());
    }

    @Test
    void estimate_ofARequest_followsItsFormula() {
        List<PreviewedRow> rows = pipeline.preview(request, 1, Exercise.ROWS).rows();
        List<Long> lengths = rows.stream()
                .map(row -> row.parts().stream()
                        .mapToLong(PreviewedRow.Part::tokens)
                        .sum())
                .toList();
        long longest = lengths.stream().reduce(0L, Math::max);

        TrainingEstimate all = estimate(LoraSettings.DEFAULTS);

        assertThat(all.parameters()).isEqualTo(PARAMETERS);
        assertThat(all.trainableParameters()).isEqualTo(16 * (8 + 8) + 16 * (16 + 8));
        assertThat(all.longestRow()).isEqualTo(longest);
        assertThat(all.tokens()).isEqualTo(2 * lengths.stream().reduce(0L, Long::sum));
        assertThat(all.memoryBytes())
                .isEqualTo(600_000_000L
                        + 2 * PARAMETERS * 4
                        + 16 * all.trainableParameters()
                        + 4 * longest * (2 * ACTIVATIONS * 4 + LOGITS));
        assertThat(all.trainSeconds()).isEmpty();

        TrainingEstimate frugal = estimate(LoraSettings.builder()
                .rank(4)
                .targetModules(List.of("q_proj"))
                .precision(LoraSettings.Precision.BF16)
                .gradientCheckpointing(true)
                .build());
        assertThat(frugal.trainableParameters()).isEqualTo(4 * (8 + 8));
        assertThat(frugal.memoryBytes())
                .isEqualTo(600_000_000L
                        + 2 * PARAMETERS * 2
                        + 16 * frugal.trainableParameters()
                        + 4 * longest * (2 * 8 * 2 + ACTIVATIONS * 2 + LOGITS));
    }

    @Test
    void estimate_withPacking_countsFullRows() {
        TrainingEstimate packed =
                estimate(LoraSettings.builder().maxLength(30).packing(true).build());
        TrainingEstimate all = estimate(LoraSettings.builder().packing(true).build());

        long fixed = 600_000_000L + 2 * PARAMETERS * 4 + 16 * packed.trainableParameters();
        assertThat(packed.memoryBytes()).isEqualTo(fixed + 4 * 30 * (2 * ACTIVATIONS * 4 + LOGITS));
        assertThat(all.memoryBytes())
                .as("no more than there is")
                .isEqualTo(fixed + all.tokens() / 2 * (2 * ACTIVATIONS * 4 + LOGITS));
    }

    @Test
    void estimate_afterAJobLikeIt_knowsItsPace() {
        TrainingJob job = Exercise.finish(pipeline, pipeline.start(request).id());
        double pace = 2.0 / job.trainedTokens().orElseThrow();

        TrainingEstimate estimate = estimate(LoraSettings.DEFAULTS);

        assertThat(estimate.trainSeconds().orElseThrow()).isCloseTo(estimate.tokens() * pace, within(1e-6));
    }

    @Test
    void estimate_rowThatCannotBeTrainedOn_isRefusedByItsNumber() {
        ChatExample tooLong = ChatExample.of(Message.user("word ".repeat(30)), Message.assistant("so"));
        String file = pipeline.upload(TrainingData.of("long", List.of(tooLong))).id();

        assertThatThrownBy(() -> pipeline.estimate(TrainingRequest.builder(FakeTrainer.BASE, file)
                        .hyperparameters(
                                LoraSettings.builder().maxLength(16).build().hyperparameters())
                        .build()))
                .isInstanceOf(RequestRejectedException.class)
                .hasMessageContaining("row 1 takes");
    }

    @Test
    void estimate_modelThatDoesNotTellItsSizes_isAFault() throws Exception {
        Files.writeString(folder.resolve("base/config.json"), "{}");
        assertThatThrownBy(() -> estimate(LoraSettings.DEFAULTS))
                .isInstanceOf(ProviderFaultException.class)
                .hasMessageContaining("has no hidden_size or n_embd or d_model");

        Files.writeString(folder.resolve("base/config.json"), CONFIG);
        Files.write(folder.resolve("base/model.safetensors"), new byte[] {1, 2, 3});
        assertThatThrownBy(() -> estimate(LoraSettings.DEFAULTS))
                .isInstanceOf(ProviderFaultException.class)
                .hasMessageContaining("cannot be read");

        Files.delete(folder.resolve("base/model.safetensors"));
        assertThatThrownBy(() -> estimate(LoraSettings.DEFAULTS))
                .isInstanceOf(ProviderFaultException.class)
                .hasMessageContaining("there is no *.safetensors");
    }
}
