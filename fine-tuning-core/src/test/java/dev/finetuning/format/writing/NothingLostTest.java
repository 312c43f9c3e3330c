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
import dev.finetuning.format.ColumnMapping;
import dev.finetuning.format.ExampleFormat;
import dev.finetuning.format.FieldLosses;
import dev.finetuning.format.FieldMapping;
import dev.finetuning.format.Kto;
import dev.finetuning.format.LabelledText;
import dev.finetuning.format.LostField;
import dev.finetuning.format.PlainText;
import dev.finetuning.format.PreferencePairs;
import dev.finetuning.format.PromptCompletion;
import dev.finetuning.format.ReinforcementPrompts;
import dev.finetuning.format.ShareGpt;
import dev.finetuning.format.UnwritableExampleException;
import dev.finetuning.format.VertexContents;
import dev.finetuning.quality.pii.PersonalData;
import dev.finetuning.quality.pii.PiiDetector;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A text placed anywhere in a record is in a target's file, or the record is refused on the way and says why. */
class NothingLostTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String MARK = "markedtext7391";
    private static final String ADDRESS = "jane.roe@example.com";
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
                Arguments.of(ClassifierTexts.format(), "{\"text\":\"t\",\"labels\":{\"intent\":\"x\"}}"),
                Arguments.of(
                        ClassifierTexts.format(), "{\"messages\":" + PLAIN + ",\"labels\":{\"intent\":[\"x\",\"y\"]}}"),
                Arguments.of(
                        FieldMapping.of(ChatMessages.format()).rename("/turns", "messages"),
                        "{\"turns\":" + PLAIN + ",\"id\":\"7\"}"),
                Arguments.of(
                        ChatMessages.format(),
                        "{\"system\":\"s\",\"context\":\"c\",\"messages\":[{\"role\":\"user\",\"content\":\"q\",\"name\":\"n\"},"
                                + "{\"role\":\"assistant\",\"content\":[{\"type\":\"thinking\",\"thinking\":\"t\"},{\"type\":\"text\","
                                + "\"text\":\"a\"}],\"reasoning_content\":\"r\",\"weight\":1}]}"),
                Arguments.of(
                        ChatMessages.format(),
                        "{\"messages\":[{\"role\":\"user\",\"content\":\"q\"},{\"role\":\"assistant\",\"content\":\"\",\"tool_calls\":"
                                + "[{\"id\":\"c23456789\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":{\"a\":"
                                + "{\"b\":[\"x\"]}}}}]},{\"role\":\"tool\",\"tool_call_id\":\"c23456789\",\"content\":\"r\"},"
                                + "{\"role\":\"assistant\",\"content\":\"b\"}],\"tools\":[{\"type\":\"function\",\"function\":{"
                                + "\"name\":\"f\",\"description\":\"d\",\"parameters\":{\"type\":\"object\",\"properties\":{\"a\":{"
                                + "\"type\":\"string\",\"description\":\"p\",\"enum\":[\"x\"]}}}}}]}"));
    }

    @ParameterizedTest
    @MethodSource("records")
    void write_textAnywhere_isInTheFileOrARefusal(ExampleFormat format, String json) throws IOException {
        int read = 0;
        int carried = 0;
        for (Object record : marked(MAPPER.readValue(json, Object.class))) {
            String line = MAPPER.writeValueAsString(record);
            for (Example example : read(format, line)) {
                read++;
                for (Target target : targets()) {
                    carried += carries(target, example, line) ? 1 : 0;
                }
            }
        }
        assertThat(read).isGreaterThan(5);
        assertThat(carried).isGreaterThan(5);
    }

    private static List<Example> read(ExampleFormat format, String line) {
        return Dataset.builder("d")
                .rejectLimit(RejectLimit.none())
                .addJsonLinesText(line, format)
                .build()
                .examples();
    }

    /** Records with a tree of fields put anywhere into them, and the mark anywhere in that tree: as a value or a name. */
    @ParameterizedTest
    @MethodSource("records")
    void write_treesAnywhere_areInTheFileOrARefusal(ExampleFormat format, String json) throws IOException {
        Random random = new Random(json.hashCode());
        int read = 0;
        for (int i = 0; i < 120; i++) {
            Object record = MAPPER.readValue(json, Object.class);
            List<Map<String, Object>> objects = new ArrayList<>();
            gather(record, objects);
            String name = random.nextInt(4) == 0 ? MARK : NAMES.get(random.nextInt(NAMES.size()));
            objects.get(random.nextInt(objects.size())).put(name, tree(random, 3));
            String line = MAPPER.writeValueAsString(record);
            if (!line.contains(MARK)) {
                continue;
            }
            for (Example example : read(format, line)) {
                read++;
                for (Target target : targets()) {
                    carries(target, example, line);
                }
            }
        }
        assertThat(read).isGreaterThan(5);
    }

    /** The same with an address; after redaction it is in no file, whatever it was part of. */
    @ParameterizedTest
    @MethodSource("records")
    void write_addressAnywhereRedacted_isInNoFile(ExampleFormat format, String json) throws IOException {
        PersonalData personal = PersonalData.of(PiiDetector.standard());
        Random random = new Random(json.hashCode());
        List<Object> records = marked(MAPPER.readValue(json, Object.class));
        for (int i = 0; i < 60; i++) {
            Object record = MAPPER.readValue(json, Object.class);
            List<Map<String, Object>> objects = new ArrayList<>();
            gather(record, objects);
            objects.get(random.nextInt(objects.size())).put(NAMES.get(random.nextInt(NAMES.size())), tree(random, 3));
            records.add(record);
        }
        int written = 0;
        for (Object record : records) {
            String line = MAPPER.writeValueAsString(record).replace(MARK, ADDRESS);
            for (Example example : read(format, line)) {
                Example redacted = personal.redact(example);
                for (Target target : targets()) {
                    ByteArrayOutputStream out = new ByteArrayOutputStream();
                    try {
                        target.format().writeJson(redacted, out);
                        written++;
                    } catch (UnwritableExampleException refused) {
                        continue;
                    }
                    assertThat(out.toString(StandardCharsets.UTF_8))
                            .as("%s of %s", target.name(), line)
                            .doesNotContain("jane", "example.com");
                }
            }
        }
        assertThat(written).isGreaterThan(20);
    }

    private static void gather(Object value, List<Map<String, Object>> objects) {
        if (value instanceof Map<?, ?> map) {
            objects.add(cast(map));
            map.values().forEach(inner -> gather(inner, objects));
        } else if (value instanceof List<?> list) {
            list.forEach(inner -> gather(inner, objects));
        }
    }

    @SuppressWarnings("unchecked") // made by Jackson
    private static Map<String, Object> cast(Map<?, ?> map) {
        return (Map<String, Object>) map;
    }

    private static Object tree(Random random, int depth) {
        int kind = random.nextInt(depth == 0 ? 3 : 6);
        if (kind == 3 || kind == 4) {
            Map<String, Object> map = new LinkedHashMap<>();
            for (int i = random.nextInt(3); i >= 0; i--) {
                String name = random.nextInt(3) == 0 ? i + " " + MARK : NAMES.get(random.nextInt(NAMES.size()));
                map.put(name, tree(random, depth - 1));
            }
            return map;
        }
        if (kind == 5) {
            List<Object> list = new ArrayList<>();
            for (int i = random.nextInt(3); i >= 0; i--) {
                list.add(tree(random, depth - 1));
            }
            return list;
        }
        return kind == 0 ? random.nextInt(1000) : kind == 1 ? "say " + MARK + " twice" : MARK;
    }

    /** These name what they read, and leave the rest of a record unread; what they name is carried. */
    @Test
    void write_textInANamedField_isInTheFileOrARefusal() throws IOException {
        ExampleFormat columns =
                ColumnMapping.user("question").assistant("answer").system("rules");
        for (String line : List.of(
                "{\"question\":\"" + MARK + "\",\"answer\":\"a\",\"rules\":\"s\"}",
                "{\"question\":\"q\",\"answer\":\"" + MARK + "\",\"rules\":\"s\"}",
                "{\"question\":\"q\",\"answer\":\"a\",\"rules\":\"" + MARK + "\"}")) {
            for (Target target : Target.forConversations()) {
                assertThat(carries(target, read(columns, line).get(0), line))
                        .as(target.name())
                        .isTrue();
            }
        }
        String labelled = "{\"text\":\"t\",\"labels\":{\"intent\":\"" + MARK + "\"}}";
        for (Target target : Target.forConversations()) {
            assertThat(carries(target, read(LabelledText.of("intent"), labelled).get(0), labelled))
                    .as(target.name())
                    .isTrue();
        }
    }

    /** A row's labels stay with the dataset; no provider's file holds them, and the bundle counts the examples. */
    @Test
    void write_metadata_isCountedAsLeftOut(@TempDir Path folder) throws IOException {
        Dataset dataset = Dataset.builder("d")
                .addCsvText(
                        "question,answer,team\nq,a," + MARK + "\n",
                        ColumnMapping.user("question").assistant("answer").category("team"))
                .build();
        for (Target target : Target.forConversations()) {
            TargetBundle bundle = TargetBundle.write(target, folder, "d", dataset.examples());
            assertThat(bundle.withoutInfo()).as(target.name()).isEqualTo(1);
            assertThat(Files.readString(bundle.data())).as(target.name()).doesNotContain(MARK);
        }
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
            use.accept(with(map, MARK, "v"));
            for (String name : NAMES) {
                if (!map.containsKey(name)) {
                    use.accept(with(map, name, MARK));
                    use.accept(with(map, name, Map.of("inner", MARK)));
                    use.accept(with(map, name, List.of(Map.of(MARK, 1))));
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
