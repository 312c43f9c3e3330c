package dev.finetuning.openweights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Content;
import dev.finetuning.example.Example;
import dev.finetuning.example.ExampleInfo;
import dev.finetuning.example.Message;
import dev.finetuning.example.PreferenceExample;
import dev.finetuning.example.Role;
import dev.finetuning.example.TextExample;
import dev.finetuning.example.Tool;
import dev.finetuning.example.ToolCall;
import dev.finetuning.format.UnwritableExampleException;
import dev.finetuning.provider.RequestRejectedException;
import dev.finetuning.training.HyperparameterValue;
import dev.finetuning.training.TrainingData;
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
}
