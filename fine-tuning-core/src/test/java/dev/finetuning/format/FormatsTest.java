package dev.finetuning.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Example;
import dev.finetuning.example.ExampleInfo;
import dev.finetuning.example.Message;
import dev.finetuning.example.PreferenceExample;
import dev.finetuning.example.RatedExample;
import dev.finetuning.format.detection.FormatDetection;
import dev.finetuning.format.reading.ExampleReader;
import dev.finetuning.source.JsonLines;
import dev.finetuning.source.RejectedRecord;
import dev.finetuning.source.UnreadableSourceException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FormatsTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String TOOLS = """
            "tools":[{"type":"function","function":{"name":"f","description":"d","strict":true,\
            "parameters":{"type":"object","n":1.50,"x":null}}},{"type":"web_search","size":"low"}]""";
    private static final String CALLS = """
            {"role":"assistant","tool_calls":[{"id":"c1","type":"function","index":0,\
            "function":{"name":"f","arguments":"{}","hint":"h"}}]},{"role":"tool","content":"r","tool_call_id":"c1"}""";

    static Stream<Arguments> records() {
        return Stream.of(
                Arguments.of(
                        ChatMessages.format(),
                        "{\"messages\":[{\"role\":\"developer\",\"content\":\"s\"},{\"role\":\"user\",\"name\":\"u\",\"content\":"
                                + "[{\"type\":\"text\",\"text\":\"t\"},{\"type\":\"image_url\",\"image_url\":{\"url\":\"u\","
                                + "\"detail\":\"low\"}}]}," + CALLS
                                + ",{\"role\":\"assistant\",\"content\":\"\ud83d\ude00\","
                                + "\"weight\":0,\"refusal\":null,\"z\":[1,{\"y\":12345678901234567890}]}]," + TOOLS
                                + ",\"parallel_tool_calls\":false,\"seed\":0.1}"),
                Arguments.of(PromptCompletion.format(), "{\"prompt\":\"p\",\"completion\":\" c\",\"id\":7}"),
                Arguments.of(
                        PromptCompletion.format(),
                        "{\"prompt\":[{\"role\":\"system\",\"content\":\"s\"},{\"role\":\"user\",\"content\":\"u\"}],"
                                + "\"completion\":[{\"role\":\"assistant\",\"content\":\"a\"}]}"),
                Arguments.of(PlainText.format(), "{\"text\":\"x\\u0000y\",\"source\":\"web\"}"),
                Arguments.of(
                        Alpaca.format(),
                        "{\"instruction\":\"i\",\"input\":\"\",\"output\":\"o\",\"system\":\"s\","
                                + "\"history\":[[\"a\",\"b\"],[\"c\",\"d\"]],\"score\":5}"),
                Arguments.of(
                        ShareGpt.format(),
                        "{\"conversations\":[{\"from\":\"human\",\"value\":\"h\"},{\"from\":\"function_call\",\"value\":"
                                + "\"{\\\"name\\\":\\\"f\\\",\\\"arguments\\\":{\\\"a\\\":1}}\"},{\"from\":\"observation\",\"value\":\"r\"},"
                                + "{\"from\":\"gpt\",\"value\":\"g\",\"weight\":1,\"x\":2}],\"system\":\"s\","
                                + "\"tools\":\"[{\\\"name\\\":\\\"f\\\",\\\"description\\\":\\\"d\\\"}]\",\"id\":\"1\"}"),
                Arguments.of(
                        PreferencePairs.openAi(),
                        "{\"input\":{\"messages\":[{\"role\":\"user\",\"content\":\"q\"}]," + TOOLS
                                + ",\"parallel_tool_calls\":true},\"preferred_output\":[{\"role\":\"assistant\",\"content\":\"a\"}],"
                                + "\"non_preferred_output\":[{\"role\":\"assistant\",\"content\":\"b\"}],\"id\":1}"),
                Arguments.of(
                        PreferencePairs.trl(), "{\"prompt\":\"p\",\"chosen\":\"c\",\"rejected\":\"r\",\"score\":1}"),
                Arguments.of(
                        PreferencePairs.shareGpt(),
                        "{\"conversations\":[{\"from\":\"human\",\"value\":\"h\"}],\"chosen\":{\"from\":\"gpt\",\"value\":\"c\"},"
                                + "\"rejected\":{\"from\":\"gpt\",\"value\":\"r\"}}"),
                Arguments.of(Kto.format(), "{\"prompt\":\"p\",\"completion\":\"c\",\"label\":false}"),
                Arguments.of(
                        Kto.format(),
                        "{\"messages\":[{\"role\":\"user\",\"content\":\"q\"},{\"role\":\"assistant\",\"content\":\"a\","
                                + "\"weight\":1}],\"label\":true,\"x\":{}}"),
                Arguments.of(
                        ReinforcementPrompts.format(),
                        "{\"messages\":[{\"role\":\"user\",\"content\":\"q\"}],\"answer\":{\"n\":42},\"level\":null}"));
    }

    @ParameterizedTest
    @MethodSource("records")
    void roundTrip_everyFormat_isUnchanged(ExampleFormat format, String json) throws IOException {
        Example example = read(format, json);
        String written = json(format, example);
        assertThat(tree(written)).isEqualTo(tree(json));
        assertThat(read(format, written)).isEqualTo(example);
        assertThat(tree(MAPPER.writeValueAsString(format.write(example)))).isEqualTo(tree(json));
    }

    @ParameterizedTest
    @MethodSource("records")
    void roundTrip_acrossFormats_isEqualOrATypedRefusal(ExampleFormat format, String json) throws IOException {
        Example example = read(format, json);
        for (ExampleFormat target :
                records().map(a -> (ExampleFormat) a.get()[0]).toList()) {
            String written;
            try {
                written = json(target, example);
            } catch (UnwritableExampleException e) {
                assertThat(e.reason()).isNotBlank();
                continue;
            }
            assertThat(withoutIds(read(target, written))).as(target.name()).isEqualTo(withoutIds(example));
        }
    }

    /** ShareGPT's calls have no ids; all else must arrive. */
    private static Object withoutIds(Example example) {
        return example.toString()
                + example.messages().stream().map(Message::text).toList()
                + example.info().extras();
    }

    /** Such a field is written alone, where the format has nothing to say, and would be read as its own. */
    @Test
    void write_unknownFieldNamedLikeAKnownOneThatIsAbsent_isRefused() {
        Example value = read(
                ChatMessages.format(),
                "{\"messages\":[{\"role\":\"user\",\"content\":\"q\"},{\"role\":\"assistant\",\"value\":\"a\"}]}");
        Example name = read(
                ShareGpt.format(),
                "{\"conversations\":[{\"from\":\"human\",\"value\":\"q\",\"name\":\"x\"},{\"from\":\"gpt\",\"value\":\"a\"}]}");
        Example contents = read(
                Alpaca.format(),
                "{\"instruction\":\"i\",\"input\":\"\",\"output\":\"o\",\"contents\":[],\"messages\":[]}");
        refuses(ShareGpt.format(), value);
        refuses(ChatMessages.format(), name);
        refuses(ChatMessages.format(), contents);
        refuses(VertexContents.format(), contents);
    }

    private static void refuses(ExampleFormat format, Example example) {
        assertThatThrownBy(() -> json(format, example))
                .isInstanceOfSatisfying(
                        UnwritableExampleException.class,
                        e -> assertThat(e.reason()).contains("unknown elsewhere"));
    }

    @Test
    void write_unknownFieldNamedLikeAKnownOne_isRefused() {
        Example text = read(PlainText.format(), "{\"text\":\"x\",\"messages\":[1]}");
        Example turn = read(
                ShareGpt.format(),
                "{\"conversations\":[{\"from\":\"human\",\"value\":\"h\",\"role\":\"x\"}],\"text\":1}");
        assertThatThrownBy(() -> json(ChatMessages.format(), turn))
                .isInstanceOfSatisfying(
                        UnwritableExampleException.class,
                        e -> assertThat(e.reason()).contains("twice"));
        assertThatThrownBy(() -> ChatMessages.format().writeLines(List.of(turn), new ByteArrayOutputStream()))
                .isInstanceOf(UnwritableExampleException.class);
        assertThatThrownBy(() -> json(ChatMessages.format(), text)).isInstanceOf(UnwritableExampleException.class);
    }

    @Test
    void shareGpt_idsOfCalls_surviveBesideWhatTrainersRead() throws IOException {
        Example chat = read(
                ChatMessages.format(),
                "{\"messages\":[{\"role\":\"user\",\"content\":\"q\"},{\"role\":\"assistant\",\"tool_calls\":["
                        + "{\"id\":\"c1\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"a\\\":1}\"}},"
                        + "{\"id\":\"c2\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]},"
                        + "{\"role\":\"tool\",\"content\":\"r\",\"tool_call_id\":\"c2\"}]," + TOOLS + "}");
        assertThat(read(ShareGpt.format(), json(ShareGpt.format(), chat))).isEqualTo(chat);
    }

    @Test
    void chat_everyFlaw_isNamedWithItsPlace() {
        assertRejected("{\"x\": 1}", "missing_messages_list", "/messages");
        assertRejected("{\"messages\": \"none\"}", "missing_messages_list", "/messages");
        assertRejected("{\"messages\": [1]}", "data_type", "/messages/0");
        assertRejected("{\"messages\": [{\"content\": \"x\"}]}", "message_missing_key", "/messages/0");
        assertRejected("{\"messages\": [{\"role\": \"narrator\"}]}", "unrecognized_role", "/messages/0/role");
        assertRejected("{\"messages\": [{\"role\": 1}]}", "data_type", "/messages/0/role");
        assertRejected("{\"messages\": [{\"role\": \"user\", \"content\": 1}]}", "data_type", "/messages/0/content");
        assertRejected("{\"messages\": [{\"role\": \"user\", \"weight\": \"1\"}]}", "data_type", "/messages/0/weight");
        assertRejected("{\"messages\": [{\"role\": \"user\", \"role\": \"user\"}]}", "duplicate_key", "");
    }

    private static void assertRejected(String json, String code, String pointer) {
        List<RejectedRecord> rejected = new ArrayList<>();
        ExampleReader.of(JsonLines.ofText(json), ChatMessages.format()).forEach(e -> {}, rejected::add);
        assertThat(rejected).singleElement().satisfies(r -> {
            assertThat(r.code()).isEqualTo(code);
            assertThat(r.pointer()).isEqualTo(pointer);
            assertThat(r.origin().line()).isEqualTo(1);
        });
    }

    @Test
    void alpaca_input_isJoinedAsLlamaFactoryDoes() {
        Example example = read(Alpaca.format(), "{\"instruction\":\"i\",\"input\":\"x\",\"output\":\"o\"}");
        assertThat(example.messages()).containsExactly(Message.user("i\nx"), Message.assistant("o"));
    }

    @Test
    void trl_implicitPrompt_isTheCommonBeginning() {
        PreferenceExample pair = (PreferenceExample)
                read(
                        PreferencePairs.trl(),
                        "{\"chosen\":[{\"role\":\"user\",\"content\":\"q\"},{\"role\":\"assistant\",\"content\":\"a\"}],"
                                + "\"rejected\":[{\"role\":\"user\",\"content\":\"q\"},{\"role\":\"assistant\",\"content\":\"b\"}]}");
        assertThat(pair.messages()).containsExactly(Message.user("q"));
        assertThat(pair.preferred()).containsExactly(Message.assistant("a"));
        assertThat(pair.rejected()).containsExactly(Message.assistant("b"));
    }

    @Test
    void fieldMapping_writing_restoresTheRecordsOwnNames() throws IOException {
        FieldMapping mapping = FieldMapping.of(ChatMessages.format())
                .rename("/dialog", "messages")
                .rename("/dialog/+/who", "role")
                .rename("/dialog/+/what", "content")
                .value("/dialog/+/who", "customer", "user")
                .value("/dialog/+/who", "agent", "assistant");
        String json =
                "{\"dialog\":[{\"who\":\"customer\",\"what\":\"q\"},{\"who\":\"agent\",\"what\":\"a\"}],\"id\":1}";
        Example example = read(mapping, json);
        assertThat(example.messages()).containsExactly(Message.user("q"), Message.assistant("a"));
        assertThat(tree(json(mapping, example))).isEqualTo(tree(json));
    }

    @Test
    void datasetInfo_entries_mapColumnsAndTags() {
        var infos = DatasetInfo.parse("dataset_info.json", """
                {"a": {"file_name": "a.json", "columns": {"prompt": "ask", "query": "more", "response": "say"}},
                 "s": {"formatting": "sharegpt", "columns": {"messages": "turns"},
                       "tags": {"role_tag": "role", "content_tag": "content", "user_tag": "user", "assistant_tag": "bot"}},
                 "r": {"ranking": true, "columns": {"prompt": "q", "chosen": "good", "rejected": "bad"}},
                 "k": {"formatting": "sharegpt", "columns": {"messages": "turns", "kto_tag": "liked"}}}""");
        assertThat(infos.get("a").fileName()).isEqualTo("a.json");
        assertThat(read(infos.get("a").format(), "{\"ask\":\"i\",\"more\":\"x\",\"say\":\"o\"}")
                        .messages())
                .containsExactly(Message.user("i\nx"), Message.assistant("o"));
        assertThat(read(
                                infos.get("s").format(),
                                "{\"turns\":[{\"role\":\"user\",\"content\":\"q\"},{\"role\":\"bot\",\"content\":\"a\"}]}")
                        .messages())
                .containsExactly(Message.user("q"), Message.assistant("a"));
        assertThat(read(infos.get("r").format(), "{\"q\":\"p\",\"good\":\"c\",\"bad\":\"r\"}"))
                .isInstanceOf(PreferenceExample.class);
        assertThat(
                        read(
                                infos.get("k").format(),
                                "{\"turns\":[{\"from\":\"human\",\"value\":\"q\"},{\"from\":\"gpt\",\"value\":\"a\"}],\"liked\":true}"))
                .isInstanceOf(RatedExample.class);
        assertThatThrownBy(() -> DatasetInfo.parse("x", "{\"a\": {\"formatting\": \"odd\"}}"))
                .isInstanceOf(UnreadableSourceException.class)
                .hasMessageContaining("entry a");
    }

    @ParameterizedTest
    @MethodSource("records")
    void detection_everyFormat_isRecognisedWhateverTheEnding(ExampleFormat format, String json, @TempDir Path folder)
            throws IOException {
        Path file = Files.writeString(folder.resolve("data.txt"), " \n[" + json + "]");
        FormatDetection detection = FormatDetection.of(file);
        assertThat(detection.format()).isSameAs(format);
        assertThat(detection.reasons().get(0)).contains("JSON array");
    }

    @Test
    void detection_unknownFields_listsThem(@TempDir Path folder) throws IOException {
        Path json = Files.writeString(folder.resolve("a.jsonl"), "{\"foo\": 1, \"bar\": 2}");
        assertThatThrownBy(() -> FormatDetection.of(json)).hasMessageContaining("bar, foo");
        Path csv = Files.writeString(folder.resolve("a.csv"), "foo,bar\n1,2");
        assertThatThrownBy(() -> FormatDetection.of(csv)).hasMessageContaining("foo, bar");
    }

    @Test
    void columns_missing_listsTheColumnsThereAre() {
        assertThatThrownBy(() -> ExampleReader.of(
                                dev.finetuning.source.Csv.ofText("question,answer\n1,2"), ColumnMapping.user("frage"))
                        .forEach(e -> {}, r -> {}))
                .isInstanceOfSatisfying(
                        UnreadableSourceException.class,
                        e -> assertThat(e.code()).isEqualTo("missing_column"))
                .hasMessageContaining("frage")
                .hasMessageContaining("question, answer");
    }

    @Test
    void columns_everyRole_isMappedAndWrittenBack() {
        ColumnMapping mapping = ColumnMapping.user("q")
                .assistant("a")
                .system("s")
                .category("c")
                .group("g")
                .metadata("id");
        List<Example> examples = new ArrayList<>();
        ExampleReader.of(dev.finetuning.source.Csv.ofText("id,q,a,s,c,g\n7,Q,A,S,C,G\n8,Q,A,,,"), mapping)
                .forEach(examples::add, r -> {});
        assertThat(examples.get(0).messages())
                .containsExactly(Message.system("S"), Message.user("Q"), Message.assistant("A"));
        assertThat(examples.get(0).info().metadata())
                .containsEntry("category", "C")
                .containsEntry("group", "G")
                .containsEntry("id", "7");
        assertThat(examples.get(1).info().category()).isEqualTo(ExampleInfo.UNCATEGORIZED);
        assertThat(mapping.write(examples.get(0)))
                .containsEntry("q", "Q")
                .containsEntry("a", "A")
                .containsEntry("s", "S")
                .containsEntry("c", "C");
        assertThatThrownBy(() -> mapping.write(ChatExample.of(Message.user("1"), Message.user("2"))))
                .isInstanceOf(UnwritableExampleException.class);
    }

    private static Example read(ExampleFormat format, String json) {
        List<Example> examples = new ArrayList<>();
        ExampleReader.of(JsonLines.ofText(json), format).forEach(examples::add, rejected -> {
            throw new AssertionError(rejected.toString());
        });
        return examples.get(0);
    }

    private static String json(ExampleFormat format, Example example) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        format.writeJson(example, out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static JsonNode tree(String json) throws IOException {
        return MAPPER.readTree(json);
    }
}
