package dev.finetuning.openweights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Example;
import dev.finetuning.example.ExampleInfo;
import dev.finetuning.example.Message;
import dev.finetuning.example.PreferenceExample;
import dev.finetuning.example.RatedExample;
import dev.finetuning.example.Tool;
import dev.finetuning.example.ToolCall;
import dev.finetuning.openweights.PreviewedRow.Part;
import dev.finetuning.openweights.PreviewedRow.Use;
import dev.finetuning.provider.ProviderFaultException;
import dev.finetuning.provider.RequestRejectedException;
import dev.finetuning.secrecy.Canary;
import dev.finetuning.training.HyperparameterValue;
import dev.finetuning.training.TrainingData;
import dev.finetuning.training.TrainingMethod;
import dev.finetuning.training.TrainingRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingPreviewTest {
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

    private TrainingRequest.Builder request(Example... rows) {
        String file = pipeline.upload(TrainingData.of("rows", List.of(rows))).id();
        return TrainingRequest.builder(FakeTrainer.BASE, file);
    }

    private List<Part> parts(TrainingRequest.Builder request) {
        return pipeline.preview(request.build(), 1, 1).rows().get(0).parts();
    }

    @Test
    void preview_conversation_marksAnswersUnlessTheirWeightIsZero() {
        ChatExample chat = ChatExample.of(
                Message.system("Be brief."),
                Message.user("Hello there"),
                Message.assistant("Hi there").withWeight(0.0),
                Message.user("Well?"),
                Message.assistant("So long"));

        assertThat(parts(request(chat)))
                .containsExactly(
                        new Part(
                                Use.READ,
                                "[system] Be brief. [end]\n[user] Hello there [end]\n[assistant] Hi there [end]\n"
                                        + "[user] Well? [end]\n[assistant]",
                                16),
                        new Part(Use.TRAINED, " So long [end]", 3),
                        new Part(Use.READ, "\n", 1));
    }

    @Test
    void preview_conversationWithCalls_marksEachCallAndNoResult() {
        ChatExample chat = new ChatExample(
                List.of(
                        Message.user("Weather?"),
                        Message.assistant(List.of(
                                ToolCall.of("a", "weather", "{\"city\":\"Bern\"}"),
                                ToolCall.of("b", "weather", "{\"city\":\"Rome\"}"))),
                        Message.tool("a", "rain"),
                        Message.tool("b", "sun"),
                        Message.assistant("Rain and sun")),
                List.of(Tool.of("weather", "the weather", Map.of("type", "object"))),
                ExampleInfo.NONE);

        List<Part> parts = parts(request(chat));

        assertThat(parts)
                .filteredOn(part -> part.use() == Use.TRAINED)
                .extracting(Part::text)
                .containsExactly(" <weather {'city': 'Bern'}><weather {'city': 'Rome'}> [end]", " Rain and sun [end]");
        assertThat(parts.get(0).text()).startsWith("[tools 1][user]");
        assertThat(parts)
                .filteredOn(part -> part.use() == Use.READ)
                .extracting(Part::text)
                .anyMatch(text -> text.contains("[tool] rain [end]"));
    }

    @Test
    void preview_templateThatShowsTheLastTurnDifferently_marksEveryAnswer() {
        ChatExample chat = ChatExample.of(
                Message.user("Please think"),
                Message.assistant("So long"),
                Message.user("Again"),
                Message.assistant("So long"));

        assertThat(parts(request(chat)))
                .filteredOn(part -> part.use() == Use.TRAINED)
                .extracting(Part::text)
                .containsExactly(" So long [end]", " <thought> So long [end]");
    }

    @Test
    void preview_templateThatLeavesACallOut_refusesTheRow() {
        ChatExample chat = ChatExample.of(
                Message.user("forget it"),
                Message.assistant(List.of(ToolCall.of("a", "weather", "{\"city\":\"Bern\"}"))),
                Message.tool("a", "rain"),
                Message.assistant("Rain"));

        PreviewedRow row = pipeline.preview(request(chat).build(), 1, 1).rows().get(0);

        assertThat(row.failure().orElseThrow().code()).contains("template");
        assertThat(row.failure().orElseThrow().message()).contains("leaves out tool call 0 of message 1 of row 1");
    }

    @Test
    void preview_pairsAndRatings_showWhatIsTrainedAwayFrom() {
        PreferenceExample pair = new PreferenceExample(
                List.of(Message.user("Which?")),
                List.of(Message.assistant("this one")),
                List.of(Message.assistant("that")),
                List.of(),
                ExampleInfo.NONE);
        RatedExample bad = new RatedExample(
                List.of(Message.user("Which?"), Message.assistant("that")), false, List.of(), ExampleInfo.NONE);
        RatedExample good = new RatedExample(
                List.of(Message.user("Which?"), Message.assistant("this")), true, List.of(), ExampleInfo.NONE);

        assertThat(parts(request(pair).method(new TrainingMethod.Preference(HyperparameterValue.AUTO))))
                .extracting(Part::use, Part::text)
                .containsExactly(
                        tuple(Use.READ, "[user] Which? [end]\n[assistant] "),
                        tuple(Use.TRAINED, "this one [end]"),
                        tuple(Use.AVOIDED, "that [end]"));
        List<PreviewedRow> rated = pipeline.preview(
                        request(bad, good).method(TrainingMethod.Kto.AUTO).build(), 1, 2)
                .rows();
        assertThat(rated.get(0).tokens(Use.AVOIDED)).isEqualTo(2);
        assertThat(rated.get(0).tokens(Use.TRAINED)).isZero();
        assertThat(rated.get(1).tokens(Use.TRAINED)).isEqualTo(2);
    }

    @Test
    void preview_rowsThatCannotBeTrainedOn_sayWhyAndTheOthersAreShown() {
        TrainingRequest request = request(
                        ChatExample.of(Message.user("a"), Message.assistant("b")),
                        ChatExample.of(Message.user("break it"), Message.assistant("b")),
                        ChatExample.of(Message.user("word ".repeat(30)), Message.assistant("b")),
                        ChatExample.of(Message.user("a"), Message.assistant("b").withWeight(0.0)))
                .hyperparameters(LoraSettings.builder().maxLength(16).build().hyperparameters())
                .build();

        List<PreviewedRow> rows = pipeline.preview(request, 2, 10).rows();

        assertThat(rows).extracting(PreviewedRow::number).containsExactly(2L, 3L, 4L);
        assertThat(rows)
                .extracting(row -> row.failure().orElseThrow().code().orElseThrow())
                .containsExactly("template", "row_too_long", "nothing_to_train");
        assertThat(pipeline.preview(request, 1, 1).rows().get(0).failure()).isEmpty();
        assertThat(pipeline.preview(request, 5, 1).rows()).isEmpty();
    }

    @Test
    void html_ofRows_marksThemAndKeepsTextText() throws Exception {
        ChatExample chat = ChatExample.of(Message.user("<b>&\"" + Canary.CONTENT), Message.assistant("<script>"));

        TrainingPreview preview = pipeline.preview(request(chat).build(), 1, 1);

        assertThat(preview.html())
                .startsWith("<!DOCTYPE html>")
                .contains(
                        "<mark> &lt;script&gt; [end]</mark>", "&lt;b&gt;&amp;&quot;", "<h2>Row 1</h2>", "2 trained on")
                .doesNotContain("<script");
        assertThat(Canary.in(preview.toString())).isEmpty();
        try (Stream<Path> left = Files.list(folder.resolve("pipeline/previews"))) {
            assertThat(left).as("requests and answers hold rows").isEmpty();
        }
    }

    @Test
    void preview_whatCannotBe_isRefused() throws Exception {
        TrainingRequest request = request(FakeTrainer.examples(1).get(0)).build();
        assertThatThrownBy(() -> pipeline.preview(request, 0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> pipeline.preview(request, 1, 10_001)).isInstanceOf(IllegalArgumentException.class);
        TrainingRequest other =
                request.toBuilder().method(TrainingMethod.Kto.AUTO).build();
        assertThatThrownBy(() -> pipeline.preview(other, 1, 1)).isInstanceOf(RequestRejectedException.class);

        Path script = folder.resolve("python");
        Files.writeString(script, "#!/bin/sh\necho 'KeyError: " + Canary.CONTENT + "' >&2\nexit 3\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
        try (OpenWeightsPipeline broken = FakeTrainer.in(folder)
                .builder()
                .environment(PythonEnvironment.at(script))
                .build()) {
            assertThatThrownBy(() -> broken.preview(request, 1, 1))
                    .isInstanceOf(ProviderFaultException.class)
                    .hasMessageContaining("exit code 3: KeyError")
                    .satisfies(e -> assertThat(Canary.in(e.toString())).isEmpty());
        }
    }
}
