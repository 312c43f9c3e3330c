package dev.finetuning.openai.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Content;
import dev.finetuning.example.Example;
import dev.finetuning.example.ExampleInfo;
import dev.finetuning.example.Message;
import dev.finetuning.example.PreferenceExample;
import dev.finetuning.example.PromptExample;
import dev.finetuning.example.RatedExample;
import dev.finetuning.example.Role;
import dev.finetuning.format.ChatMessages;
import dev.finetuning.format.UnwritableExampleException;
import dev.finetuning.format.reading.ExampleReader;
import dev.finetuning.openai.ChatRecords;
import dev.finetuning.openai.SharedData;
import dev.finetuning.source.JsonLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OpenAiLinesTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static JsonNode line(dev.finetuning.example.Example example) {
        return JSON.valueToTree(OpenAiLines.line(example));
    }

    /** OpenAI's own file of 103 tool-calling examples, read and written again. */
    @Test
    void line_realToolCallingFile_keepsMessagesAndTools() throws IOException {
        Path file = SharedData.file("data/openai-cookbook/drone_training.jsonl");
        List<String> lines = Files.readAllLines(file);
        List<ChatExample> examples = ChatRecords.read(file);
        for (int i = 0; i < lines.size(); i++) {
            JsonNode original = JSON.readTree(lines.get(i));
            assertThat(line(examples.get(i)).path("messages")).isEqualTo(original.path("messages"));
            assertThat(line(examples.get(i)).path("tools")).isEqualTo(original.path("tools"));
        }
        assertThat(lines).hasSize(103);
    }

    private static Example read(String record) {
        List<Example> read = new ArrayList<>();
        ExampleReader.of(JsonLines.ofText(record), ChatMessages.format()).forEach(read::add, rejected -> {
            throw new AssertionError(rejected);
        });
        return read.get(0);
    }

    @Test
    void line_toolsWithMoreThanAFunction_standWhereTheyStood() throws IOException {
        String tools = "[{\"type\":\"function\",\"function\":{\"name\":\"a\",\"strict\":true},\"cache\":{\"ttl\":1}},"
                + "{\"type\":\"web_search\",\"size\":\"low\"}]";
        Example example = read("{\"messages\":[{\"role\":\"user\",\"content\":\"q\"},{\"role\":\"assistant\","
                + "\"content\":\"a\"}],\"tools\":" + tools + "}");
        assertThat(line(example).path("tools")).isEqualTo(JSON.readTree(tools));
    }

    @Test
    void line_partOfAnotherProvider_isRefusedByItsType() {
        Example example = read("{\"messages\":[{\"role\":\"user\",\"content\":\"q\"},{\"role\":\"assistant\","
                + "\"content\":[{\"type\":\"thinking\",\"thinking\":[]},{\"type\":\"text\",\"text\":\"a\"}]}]}");
        assertThatThrownBy(() -> line(example))
                .isInstanceOf(UnwritableExampleException.class)
                .hasMessageContaining("a content part of the type thinking");
    }

    /** Left out in silence, it would be trained on as an example without its reasoning. */
    @Test
    void line_reasoning_isRefusedAndARecordsNumberIsNot() {
        Message answer = Message.assistant("a");
        Message thinking = answer.toBuilder()
                .extras(Map.of("reasoning_content", "because"))
                .build();
        assertThatThrownBy(() -> line(ChatExample.of(Message.user("q"), thinking)))
                .isInstanceOf(dev.finetuning.format.UnwritableExampleException.class)
                .hasMessageContaining("messages/reasoning_content");
        Message numbered = answer.toBuilder().extras(Map.of("id", "m7")).build();
        assertThat(line(ChatExample.of(Message.user("q"), numbered)).toString()).doesNotContain("m7");
    }

    @Test
    void line_preference_usesTheNamesOfTheGuide() throws IOException {
        JsonNode line = line(new PreferenceExample(
                List.of(Message.user("q")),
                List.of(Message.assistant("good")),
                List.of(Message.assistant("bad")),
                List.of(),
                ExampleInfo.NONE));
        assertThat(line)
                .isEqualTo(JSON.readTree("{\"input\":{\"messages\":[{\"role\":\"user\",\"content\":\"q\"}]},"
                        + "\"preferred_output\":[{\"role\":\"assistant\",\"content\":\"good\"}],"
                        + "\"non_preferred_output\":[{\"role\":\"assistant\",\"content\":\"bad\"}]}"));
    }

    @Test
    void line_prompt_putsReferenceFieldsBesideMessages() throws IOException {
        Message developer = Message.of(Role.DEVELOPER, "d");
        JsonNode line = line(new PromptExample(
                List.of(developer), List.of(), Map.of("answer", 4, "messages", "shadowed"), ExampleInfo.NONE));
        assertThat(line)
                .isEqualTo(JSON.readTree("{\"messages\":[{\"role\":\"developer\",\"content\":\"d\"}],\"answer\":4}"));
    }

    @Test
    void line_chat_writesDeveloperAsSystemAndWeightForTheAssistantOnly() throws IOException {
        JsonNode line = line(ChatExample.of(
                Message.of(Role.DEVELOPER, "d"),
                Message.user("u").withWeight(1.0),
                Message.assistant("a").withWeight(0.0)));
        assertThat(line.path("messages"))
                .isEqualTo(
                        JSON.readTree("[{\"role\":\"system\",\"content\":\"d\"},{\"role\":\"user\",\"content\":\"u\"},"
                                + "{\"role\":\"assistant\",\"content\":\"a\",\"weight\":0}]"));
    }

    @Test
    void line_parallelToolCallsAndImages_areKept() throws IOException {
        Message image = Message.user("x")
                .withContent(Content.of(
                        List.of(Content.Part.text("what is it?"), Content.Part.imageUrl("https://example.org/a.png"))));
        ExampleInfo info = new ExampleInfo(
                Map.of(),
                ExampleInfo.NONE.provenance(),
                Optional.empty(),
                Map.of("parallel_tool_calls", false, "other", 1));
        JsonNode line = line(new ChatExample(List.of(image, Message.assistant("a cat")), List.of(), info));
        assertThat(line.path("parallel_tool_calls").isBoolean()).isTrue();
        assertThat(line.has("other")).isFalse();
        assertThat(line.at("/messages/0/content"))
                .isEqualTo(JSON.readTree("[{\"type\":\"text\",\"text\":\"what is it?\"},"
                        + "{\"type\":\"image_url\",\"image_url\":{\"url\":\"https://example.org/a.png\"}}]"));
    }

    @Test
    void line_weightInBetweenOrRating_isRefusedWithoutContent() {
        ChatExample half = ChatExample.of(
                Message.user("SECRET"), Message.assistant("SECRET").withWeight(0.5));
        assertThatThrownBy(() -> OpenAiLines.line(half))
                .hasMessageContaining("weight")
                .hasMessageNotContaining("SECRET");
        RatedExample rated = new RatedExample(half.messages(), true, List.of(), ExampleInfo.NONE);
        assertThatThrownBy(() -> OpenAiLines.line(rated)).hasMessageContaining("RatedExample");
    }
}
