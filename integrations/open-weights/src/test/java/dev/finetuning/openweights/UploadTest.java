package dev.finetuning.openweights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Content;
import dev.finetuning.example.Example;
import dev.finetuning.example.ExampleInfo;
import dev.finetuning.example.Message;
import dev.finetuning.example.PreferenceExample;
import dev.finetuning.example.RatedExample;
import dev.finetuning.example.Role;
import dev.finetuning.example.TextExample;
import dev.finetuning.example.Tool;
import dev.finetuning.example.ToolCall;
import dev.finetuning.format.UnwritableExampleException;
import dev.finetuning.provider.RequestRejectedException;
import dev.finetuning.training.HyperparameterValue;
import dev.finetuning.training.Hyperparameters;
import dev.finetuning.training.TrainingData;
import dev.finetuning.training.TrainingJob;
import dev.finetuning.training.TrainingMethod;
import dev.finetuning.training.TrainingRequest;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UploadTest {
    private static final PreferenceExample PAIR = new PreferenceExample(
            List.of(Message.user("Which?")),
            List.of(Message.assistant("this")),
            List.of(Message.assistant("that")),
            List.of(),
            ExampleInfo.NONE);

    @TempDir
    private Path folder;

    private OpenWeightsPipeline pipeline;

    @BeforeEach
    void open() {
        pipeline = FakeTrainer.in(folder).builder().build();
    }

    @AfterEach
    void close() {
        if (pipeline != null) {
            pipeline.close();
        }
    }

    private String written(Example... examples) throws Exception {
        String id = pipeline.upload(TrainingData.of("data", List.of(examples))).id();
        try (InputStream content = pipeline.files().download(id)) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void upload_conversation_keepsWeightsCallsAndTools() throws Exception {
        ChatExample chat = new ChatExample(
                List.of(
                        Message.user("Weather?"),
                        Message.assistant("Let me see.").withWeight(0.0),
                        Message.user("Well?"),
                        Message.assistant(List.of(ToolCall.of("c1", "weather", "{\"city\":\"Bern\"}"))),
                        Message.tool("c1", "rain"),
                        Message.assistant("Rain.")),
                List.of(Tool.of("weather", "the weather", Map.of("type", "object"))),
                ExampleInfo.NONE);

        assertThat(written(chat))
                .isEqualTo("{\"messages\":[{\"role\":\"user\",\"content\":\"Weather?\"},"
                        + "{\"role\":\"assistant\",\"content\":\"Let me see.\",\"weight\":0},"
                        + "{\"role\":\"user\",\"content\":\"Well?\"},"
                        + "{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"c1\",\"type\":\"function\","
                        + "\"function\":{\"name\":\"weather\",\"arguments\":\"{\\\"city\\\":\\\"Bern\\\"}\"}}]},"
                        + "{\"role\":\"tool\",\"content\":\"rain\",\"tool_call_id\":\"c1\"},"
                        + "{\"role\":\"assistant\",\"content\":\"Rain.\"}],"
                        + "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"weather\","
                        + "\"description\":\"the weather\",\"parameters\":{\"type\":\"object\"}}}]}\n");
    }

    @Test
    void upload_preferencePair_isPromptAndTwoAnswers() throws Exception {
        assertThat(written(PAIR))
                .isEqualTo("{\"prompt\":[{\"role\":\"user\",\"content\":\"Which?\"}],"
                        + "\"chosen\":[{\"role\":\"assistant\",\"content\":\"this\"}],"
                        + "\"rejected\":[{\"role\":\"assistant\",\"content\":\"that\"}]}\n");
    }

    @Test
    void upload_whatHasNoForm_isRefused() {
        ChatExample image = ChatExample.of(
                Message.builder(Role.USER)
                        .content(Content.of(List.of(Content.Part.imageUrl("data:image/png;base64,AA=="))))
                        .build(),
                Message.assistant("a cat"));

        assertThatThrownBy(() -> written(image))
                .isInstanceOf(UnwritableExampleException.class)
                .hasMessageContaining("a part that is no text");
        assertThatThrownBy(() -> written(new TextExample("plain", ExampleInfo.NONE)))
                .isInstanceOf(UnwritableExampleException.class);
        assertThatThrownBy(() -> written()).isInstanceOf(RequestRejectedException.class);
    }

    @Test
    void upload_conversationsAndPairsTogether_namesTheFirstRowThatDiffers() {
        assertThatThrownBy(() -> written(FakeTrainer.examples(1).get(0), PAIR))
                .isInstanceOf(RequestRejectedException.class)
                .hasMessageContaining("row 2 is for preference training, the rows before it for supervised");
    }

    @Test
    void start_pairsForAnotherMethod_isRefused() {
        String pairs = pipeline.upload(TrainingData.of("pairs", List.of(PAIR))).id();

        assertThatThrownBy(() -> pipeline.start(
                        TrainingRequest.builder(FakeTrainer.BASE, pairs).build()))
                .isInstanceOf(RequestRejectedException.class)
                .hasMessageContaining("holds examples for preference training, not for supervised");
        String id = pipeline.start(TrainingRequest.builder(FakeTrainer.BASE, pairs)
                        .method(new TrainingMethod.Preference(HyperparameterValue.AUTO))
                        .build())
                .id();
        assertThat(Exercise.finish(pipeline, id).model()).isPresent();
    }

    private static RatedExample rated(boolean good) {
        return new RatedExample(
                List.of(Message.user("Which?"), Message.assistant("this")), good, List.of(), ExampleInfo.NONE);
    }

    @Test
    void upload_ratedAnswer_isPromptCompletionAndLabel() throws Exception {
        assertThat(written(rated(true)))
                .isEqualTo("{\"prompt\":[{\"role\":\"user\",\"content\":\"Which?\"}],"
                        + "\"completion\":[{\"role\":\"assistant\",\"content\":\"this\"}],\"label\":true}\n");
        RatedExample question = new RatedExample(List.of(Message.user("Which?")), true, List.of(), ExampleInfo.NONE);
        assertThatThrownBy(() -> written(question))
                .isInstanceOf(UnwritableExampleException.class)
                .hasMessageContaining("does not end with the answer that is rated");
    }

    private TrainingRequest.Builder kto(Example... examples) {
        String file =
                pipeline.upload(TrainingData.of("rated", List.of(examples))).id();
        return TrainingRequest.builder(FakeTrainer.BASE, file).method(TrainingMethod.Kto.AUTO);
    }

    @Test
    void start_ktoWithoutWeights_letsBothRatingsCountTheSame() {
        TrainingRequest request =
                kto(rated(true), rated(true), rated(true), rated(false)).build();

        TrainingJob job = Exercise.finish(pipeline, pipeline.start(request).id());

        assertThat(job.details().get("method"))
                .isEqualTo(Map.of("name", "kto", "beta", 0.1, "desirable_weight", 1.0, "undesirable_weight", 3.0));
        TrainingMethod weighed = new TrainingMethod.Kto(
                HyperparameterValue.of(0.5), HyperparameterValue.of(2), HyperparameterValue.AUTO);
        assertThat(Exercise.finish(
                                pipeline,
                                pipeline.start(request.toBuilder()
                                                .method(weighed)
                                                .build())
                                        .id())
                        .details()
                        .get("method"))
                .isEqualTo(Map.of("name", "kto", "beta", 0.5, "desirable_weight", 2.0, "undesirable_weight", 1.0));
    }

    @Test
    void start_ktoThatCannotLearn_isRefused() {
        TrainingRequest oneSided = kto(rated(true), rated(true)).build();
        assertThatThrownBy(() -> pipeline.start(oneSided))
                .isInstanceOf(RequestRejectedException.class)
                .hasMessageContaining("all of file")
                .hasMessageContaining("are rated the same");
        TrainingRequest alone = kto(rated(true), rated(false))
                .hyperparameters(Hyperparameters.AUTO.withBatchSize(1))
                .build();
        assertThat(pipeline.reasonsAgainst(alone)).anyMatch(reason -> reason.contains("at least 2 for kto"));
    }

    @Test
    void start_packingOfWhatIsTakenAlone_isRefused() {
        TrainingRequest packed = kto(rated(true), rated(false))
                .hyperparameters(LoraSettings.builder().packing(true).build().hyperparameters())
                .build();

        assertThat(pipeline.reasonsAgainst(packed))
                .containsExactly("packing is for supervised training; kto takes each row alone");
    }
}
