package dev.finetuning.mistral.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

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
import dev.finetuning.mistral.MistralClassifierData;
import dev.finetuning.training.TrainingData;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MistralLinesTest {
    private static String written(Example... examples) {
        return written(TrainingData.of("test", List.of(examples)));
    }

    private static String written(TrainingData data) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            MistralLines.write(data, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void write_chats_areOneLineEach() {
        assertThat(written(
                        ChatExample.of(Message.user("hi"), Message.assistant("hello 🙂")),
                        ChatExample.of(
                                Message.of(Role.DEVELOPER, "be brief"),
                                Message.user("a"),
                                Message.assistant("b").withWeight(0.0))))
                .isEqualTo("""
                        {"messages":[{"role":"user","content":"hi"},{"role":"assistant","content":"hello 🙂"}]}
                        {"messages":[{"role":"system","content":"be brief"},{"role":"user","content":"a"},\
                        {"role":"assistant","content":"b","weight":0}]}
                        """);
    }

    @Test
    void write_callsWithoutIds_getIdsThatTheirAnswersRepeat() {
        ChatExample example = new ChatExample(
                List.of(
                        Message.user("weather in Paris and Rome?"),
                        Message.assistant(List.of(
                                        ToolCall.of("weather", "{\"city\":\"Paris\"}"),
                                        ToolCall.of("weather", "{\"city\":\"Rome\"}")))
                                .withContent(Content.of("")),
                        Message.of(Role.TOOL, "18"),
                        Message.of(Role.TOOL, "24"),
                        Message.assistant("18 and 24")),
                List.of(Tool.of("weather", Map.of())),
                ExampleInfo.NONE);

        List<?> messages = (List<?>) MistralLines.line(example).get("messages");

        assertThat(messages.get(1).toString()).doesNotContain("content=");
        List<?> calls = (List<?>) ((Map<?, ?>) messages.get(1)).get("tool_calls");
        assertThat(calls).extracting(call -> ((Map<?, ?>) call).get("id")).doesNotHaveDuplicates();
        assertThat(calls)
                .allSatisfy(call ->
                        assertThat((String) ((Map<?, ?>) call).get("id")).matches("[a-zA-Z0-9]{9}"));
        assertThat(((Map<?, ?>) messages.get(2)).get("tool_call_id")).isEqualTo(((Map<?, ?>) calls.get(0)).get("id"));
        assertThat(((Map<?, ?>) messages.get(3)).get("tool_call_id")).isEqualTo(((Map<?, ?>) calls.get(1)).get("id"));
        assertThat(written(example))
                .isEqualTo(written(example))
                .contains("\"tools\":[{", "\"description\":\"\"", "\"parameters\":{}");
    }

    @Test
    void write_image_isABareAddressUnlessMoreIsSaid() {
        Content.Part bare = Content.Part.imageUrl("https://x.test/a.png");
        Content.Part detailed =
                new Content.Part("image_url", Map.of("image_url", Map.of("url", "https://x.test/b", "detail", "low")));
        Message user = Message.user("").withContent(Content.of(List.of(Content.Part.text("what?"), bare, detailed)));

        assertThat(written(ChatExample.of(user, Message.assistant("a cat"))))
                .contains("\"image_url\":\"https://x.test/a.png\"")
                .contains("\"detail\":\"low\"");
    }

    @Test
    void write_plainText_isItsText() {
        assertThat(written(new TextExample("once upon a time", ExampleInfo.NONE)))
                .isEqualTo("{\"text\":\"once upon a time\"}\n");
    }

    @Test
    void write_classifierData_putsLabelsBesideTheText() {
        TrainingData data = TrainingData.of(
                "test",
                List.of(
                        ChatExample.of(Message.user("it hurts"), Message.assistant("migraine")),
                        ChatExample.of(
                                Message.user("hi"),
                                Message.assistant("hello"),
                                Message.user("it itches"),
                                Message.assistant("psoriasis"))));

        assertThat(written(MistralClassifierData.of(data, "diagnosis"))).isEqualTo("""
                        {"text":"it hurts","labels":{"diagnosis":"migraine"}}
                        {"messages":[{"role":"user","content":"hi"},{"role":"assistant","content":"hello"},\
                        {"role":"user","content":"it itches"}],"labels":{"diagnosis":"psoriasis"}}
                        """);
        assertThat(written(MistralClassifierData.of(data, e -> Map.of("tags", List.of("a", "b")))))
                .startsWith("{\"text\":\"it hurts\",\"labels\":{\"tags\":[\"a\",\"b\"]}}\n");
    }

    @Test
    void write_classifierDataWithoutAnswer_saysWhere() {
        TrainingData data = TrainingData.of("test", List.of(ChatExample.of(Message.user("it hurts"))));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> written(MistralClassifierData.of(data, "diagnosis")))
                .withMessageContaining("code")
                .withMessageContaining("diagnosis");
    }

    @Test
    void write_whatHasNoForm_isRefusedByOrigin() {
        refused(
                new PreferenceExample(
                        List.of(Message.user("q")),
                        List.of(Message.assistant("a")),
                        List.of(Message.assistant("b")),
                        List.of(),
                        ExampleInfo.NONE),
                "PreferenceExample");
        refused(
                ChatExample.of(
                        Message.user("a"),
                        Message.assistant("b").toBuilder()
                                .extras(Map.of("reasoning_content", "because"))
                                .build()),
                "messages/reasoning_content");
        refused(ChatExample.of(Message.user("\uD800"), Message.assistant("b")), "surrogate");
        refused(ChatExample.of(Message.user("a"), Message.assistant("b").withWeight(0.5)), "neither 0 nor 1");
        refused(
                new ChatExample(
                        List.of(Message.user("a"), Message.assistant("b")),
                        List.of(new Tool("web_search", Optional.empty(), Map.of(), Map.of("type", "web_search"))),
                        ExampleInfo.NONE),
                "not a function");
    }

    private static void refused(Example example, String saying) {
        assertThatExceptionOfType(UnwritableExampleException.class)
                .isThrownBy(() -> written(example))
                .withMessageContaining("code")
                .withMessageContaining(saying);
    }
}
