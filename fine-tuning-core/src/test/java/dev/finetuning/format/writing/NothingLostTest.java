package dev.finetuning.format.writing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.finetuning.dataset.Dataset;
import dev.finetuning.dataset.RejectLimit;
import dev.finetuning.example.Example;
import dev.finetuning.format.Alpaca;
import dev.finetuning.format.ChatMessages;
import dev.finetuning.format.ClassifierTexts;
import dev.finetuning.format.ExampleFormat;
import dev.finetuning.format.FieldLosses;
import dev.finetuning.format.Kto;
import dev.finetuning.format.LostField;
import dev.finetuning.format.PlainText;
import dev.finetuning.format.PreferencePairs;
import dev.finetuning.format.PromptCompletion;
import dev.finetuning.format.ReinforcementPrompts;
import dev.finetuning.format.ShareGpt;
import dev.finetuning.format.UnwritableExampleException;
import dev.finetuning.format.VertexContents;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A text placed anywhere in a record is in a target's file, or the record is refused on the way and says why. */
class NothingLostTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String MARK = "markedtext7391";
    private static final String CHAT = """
            [{"role":"system","content":"s"},{"role":"user","content":[{"type":"text","text":"q"},\
            {"type":"image_url","image_url":{"url":"u"}}]},{"role":"assistant","content":"a","tool_calls":[\
            {"id":"c23456789","type":"function","function":{"name":"f","arguments":"{}"}}]},\
            {"role":"tool","tool_call_id":"c23456789","content":"r"},{"role":"assistant","content":"b"}]""";
    private static final String TOOLS = """
            [{"type":"function","function":{"name":"f","description":"d","parameters":{"type":"object"}}}]""";
    private static final String PLAIN = """
            [{"role":"user","content":"q"},{"role":"assistant","content":"a"}]""";
    private static final List<String> NAMES = List.of(
            "anything",
            "reasoning_content",
            "thinking",
            "system",
            "system_instruction",
            "context",
            "images",
            "train",
            "weight",
            "name",
            "text",
            "value",
            "content",
            "label",
            "kto_tag",
            "rejected",
            "rejected_response",
            "functions",
            "function_call",
            "cache_control");

    static Stream<Arguments> records() {
        return Stream.of(
                Arguments.of(ChatMessages.format(), "{\"messages\":" + CHAT + ",\"tools\":" + TOOLS + "}"),
                Arguments.of(ChatMessages.format(), "{\"messages\":" + PLAIN + "}"),
                Arguments.of(
                        ShareGpt.format(),
                        "{\"conversations\":[{\"from\":\"human\",\"value\":\"q\"},{\"from\":\"gpt\",\"value\":\"a\"}],"
                                + "\"system\":\"s\"}"),
                Arguments.of(
                        Alpaca.format(),
                        "{\"instruction\":\"i\",\"input\":\"n\",\"output\":\"o\",\"system\":\"s\",\"history\":[[\"a\",\"b\"]]}"),
                Arguments.of(PromptCompletion.format(), "{\"prompt\":\"p\",\"completion\":\"c\"}"),
                Arguments.of(PromptCompletion.format(), "{\"prompt\":" + PLAIN + ",\"completion\":" + PLAIN + "}"),
                Arguments.of(PlainText.format(), "{\"text\":\"t\"}"),
                Arguments.of(
                        VertexContents.format(),
                        "{\"systemInstruction\":{\"parts\":[{\"text\":\"s\"}]},\"contents\":[{\"role\":\"user\",\"parts\":"
                                + "[{\"text\":\"q\"}]},{\"role\":\"model\",\"parts\":[{\"text\":\"a\"}]}]}"),
                Arguments.of(
                        PreferencePairs.openAi(),
                        "{\"input\":{\"messages\":[{\"role\":\"user\",\"content\":\"q\"}],\"tools\":" + TOOLS
                                + "},\"preferred_output\":[{\"role\":\"assistant\",\"content\":\"a\"}],"
                                + "\"non_preferred_output\":[{\"role\":\"assistant\",\"content\":\"b\"}]}"),
                Arguments.of(PreferencePairs.trl(), "{\"prompt\":\"p\",\"chosen\":\"c\",\"rejected\":\"r\"}"),
                Arguments.of(
                        PreferencePairs.trl(),
                        "{\"prompt\":\"p\",\"chosen\":[{\"role\":\"user\",\"content\":\"p\"},{\"role\":\"assistant\","
                                + "\"content\":\"a\"}],\"rejected\":[{\"role\":\"user\",\"content\":\"p\"},"
                                + "{\"role\":\"assistant\",\"content\":\"b\"}]}"),
                Arguments.of(PreferencePairs.trl(), "{\"messages\":" + PLAIN + ",\"rejected_response\":\"r\"}"),
                Arguments.of(
                        PreferencePairs.trl(),
                        "{\"instruction\":\"i\",\"input\":\"n\",\"system\":\"s\",\"chosen\":\"c\",\"rejected\":\"r\"}"),
                Arguments.of(
                        PreferencePairs.shareGpt(),
                        "{\"conversations\":[{\"from\":\"human\",\"value\":\"h\"}],\"chosen\":{\"from\":\"gpt\","
                                + "\"value\":\"c\"},\"rejected\":{\"from\":\"gpt\",\"value\":\"r\"}}"),
                Arguments.of(Kto.format(), "{\"messages\":" + CHAT + ",\"label\":true}"),
                Arguments.of(Kto.format(), "{\"prompt\":\"p\",\"completion\":\"c\",\"label\":false}"),
                Arguments.of(Kto.format(), "{\"instruction\":\"i\",\"input\":\"n\",\"output\":\"o\",\"kto_tag\":true}"),
                Arguments.of(
                        ReinforcementPrompts.format(),
                        "{\"messages\":[{\"role\":\"user\",\"content\":\"q\"}],\"reference_answer\":\"42\"}"),
                Arguments.of(ClassifierTexts.format(), "{\"text\":\"t\",\"labels\":{\"intent\":\"x\"}}"));
    }

    @ParameterizedTest
    @MethodSource("records")
    void write_textAnywhere_isInTheFileOrARefusal(ExampleFormat format, String json) throws IOException {
        int read = 0;
        int carried = 0;
        for (Object record : marked(MAPPER.readValue(json, Object.class))) {
            String line = MAPPER.writeValueAsString(record);
            Dataset dataset = Dataset.builder("d")
                    .rejectLimit(RejectLimit.none())
                    .addJsonLinesText(line, format)
                    .build();
            for (Example example : dataset.examples()) {
                read++;
                for (Target target : targets()) {
                    carried += carries(target, example, line) ? 1 : 0;
                }
            }
        }
        assertThat(read).isGreaterThan(5);
        assertThat(carried).isGreaterThan(5);
    }

    private static boolean carries(Target target, Example example, String line) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            target.format().writeJson(example, out);
        } catch (UnwritableExampleException e) {
            assertThat(e.reason()).isNotBlank();
            return false;
        }
        String written = out.toString(StandardCharsets.UTF_8);
        assertThat(written).as("%s of %s", target.name(), line).contains(MARK);
        assertThat(FieldLosses.of(example, MAPPER.readValue(written, new TypeReference<Map<String, Object>>() {})))
                .as("%s of %s", target.name(), line)
                .filteredOn(LostField::changesMeaning)
                .isEmpty();
        return true;
    }

    private static List<Target> targets() {
        List<Target> targets = new ArrayList<>(Target.forConversations());
        targets.addAll(Target.forPreferences());
        targets.addAll(Target.forRatings());
        targets.add(Target.OPENAI_REINFORCEMENT);
        targets.add(Target.MISTRAL_PRETRAIN);
        targets.add(Target.mistralClassifier("intent"));
        targets.add(Target.of("Alpaca", Alpaca.format()));
        targets.add(Target.of("prompt and completion", PromptCompletion.format()));
        targets.add(Target.of("KTO", Kto.format()));
        targets.add(Target.of("classifier", ClassifierTexts.format()));
        return targets;
    }

    /** The record with the mark instead of each text in turn, and under each name in each object. */
    private static List<Object> marked(Object record) {
        List<Object> all = new ArrayList<>();
        mark(record, all::add);
        return all;
    }

    private static void mark(Object value, Consumer<Object> use) {
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, element) -> {
                if (!List.of("role", "from", "type").contains(key)) {
                    mark(element, changed -> use.accept(with(map, (String) key, changed)));
                }
            });
            for (String name : NAMES) {
                if (!map.containsKey(name)) {
                    use.accept(with(map, name, MARK));
                    use.accept(with(map, name, Map.of("inner", MARK)));
                }
            }
        } else if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                int at = i;
                mark(list.get(i), changed -> {
                    List<Object> copy = new ArrayList<>(list);
                    copy.set(at, changed);
                    use.accept(copy);
                });
            }
        } else if (value instanceof String) {
            use.accept(MARK);
        }
    }

    private static Map<String, Object> with(Map<?, ?> map, String name, Object value) {
        Map<String, Object> copy = new LinkedHashMap<>();
        map.forEach((key, element) -> copy.put((String) key, element));
        copy.put(name, value);
        return copy;
    }

    @Test
    void losses_ofARecordWithoutThem_namesEachField() {
        Example example = Dataset.builder("d")
                .addJsonLinesText(
                        "{\"messages\":[{\"role\":\"user\",\"content\":\"q\"},{\"role\":\"assistant\",\"content\":\"a\","
                                + "\"reasoning_content\":\"r\",\"id\":7}],\"source\":\"web\"}",
                        ChatMessages.format())
                .build()
                .examples()
                .get(0);
        Map<String, Object> record = Map.of("messages", List.of(Map.of("content", "q"), Map.of("content", "a")));
        assertThat(FieldLosses.of(example, record))
                .containsExactly(
                        new LostField("messages/reasoning_content", true),
                        new LostField("messages/id", false),
                        new LostField("source", false));
    }
}
