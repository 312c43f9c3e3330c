package dev.finetuning.quality.pii;

import static org.assertj.core.api.Assertions.assertThat;

import dev.finetuning.dataset.Dataset;
import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Content;
import dev.finetuning.example.Example;
import dev.finetuning.example.ExampleInfo;
import dev.finetuning.example.Message;
import dev.finetuning.example.Origin;
import dev.finetuning.example.PreferenceExample;
import dev.finetuning.example.PromptExample;
import dev.finetuning.example.Provenance;
import dev.finetuning.example.RatedExample;
import dev.finetuning.example.TextExample;
import dev.finetuning.example.Tool;
import dev.finetuning.example.ToolCall;
import dev.finetuning.format.ExampleFormat;
import dev.finetuning.format.UnwritableExampleException;
import dev.finetuning.format.writing.Target;
import dev.finetuning.quality.Checks;
import dev.finetuning.quality.Passage;
import dev.finetuning.quality.TextChecks;
import dev.finetuning.quality.TextScope;
import dev.finetuning.quality.remedy.Remedies;
import dev.finetuning.quality.remedy.Repair;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Personal data is found wherever text can stand, in whatever spelling, and is in no file after redaction. */
class PersonalDataPlacesTest {
    private static final String ADDRESS = "jane.roe@example.com";
    private static final PersonalData DATA = PersonalData.of(PiiDetector.standard());

    /** Every place for text, by the component of the record that holds it. */
    private static final Map<String, Function<String, Example>> PLACES = places();

    /** Components that hold no text of an example's own, or whose parts have places of their own. */
    private static final List<String> WITHOUT_TEXT = List.of(
            "ChatExample.messages",
            "ChatExample.tools",
            "ChatExample.info",
            "PreferenceExample.tools",
            "PreferenceExample.info",
            "RatedExample.tools",
            "RatedExample.info",
            "RatedExample.desirable",
            "RatedExample.messages",
            "PromptExample.messages",
            "PromptExample.tools",
            "PromptExample.info",
            "TextExample.info",
            "Message.role",
            "Message.weight",
            "Message.toolCalls",
            "Part.type",
            "ExampleInfo.provenance",
            "ExampleInfo.validation");

    @Test
    void everyComponentOfAnExample_hasAPlaceHere() {
        TreeSet<String> missing = new TreeSet<>();
        for (Class<?> type : List.of(
                ChatExample.class,
                PreferenceExample.class,
                RatedExample.class,
                PromptExample.class,
                TextExample.class,
                Message.class,
                Content.Text.class,
                Content.Part.class,
                ToolCall.class,
                Tool.class,
                ExampleInfo.class)) {
            for (Field field : type.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers())) {
                    missing.add(type.getSimpleName() + "." + field.getName());
                }
            }
        }
        missing.removeAll(PLACES.keySet());
        WITHOUT_TEXT.forEach(missing::remove);
        assertThat(missing).as("components that PassageWalk may not visit").isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%s",
                "_%s_",
                "by __%s__!",
                "<%s>",
                "mailto:%s?subject=x",
                "\\u003c%s\\u003e",
                "%%3C%s%%3E",
                "a=%s&b=c",
                "x_%s_y"
            })
    void address_anywhereInAnySpelling_isFoundAndInNoTargetsFile(String spelling) throws IOException {
        for (String address :
                List.of(ADDRESS, "jane.roe%40example.com", "jane.roe\\u0040example.com", "ｊane.roe＠example.com")) {
            for (Map.Entry<String, Function<String, Example>> place : PLACES.entrySet()) {
                Example example =
                        place.getValue().apply(spelling.replace("%%", "%").replace("%s", address));
                PersonalData data = place.getKey().equals("ExampleInfo.metadata") ? DATA.withMetadata() : DATA;
                String where = place.getKey() + ", " + spelling + ", " + address;
                assertThat(data.in(example)).as(where).isTrue();
                Example redacted = data.redact(example);
                assertThat(data.in(redacted)).as(where).isFalse();
                Passage.forEach(
                        redacted,
                        TextScope.METADATA,
                        passage -> assertThat(passage.text()).as(where).doesNotContain("jane", "example.com"));
                for (Target target : targets()) {
                    assertThat(written(target.format(), redacted))
                            .as(where + " to " + target.name())
                            .doesNotContain("jane", "example.com");
                }
                ExampleFormat whole = ExampleFormat.carrying(redacted.getClass());
                assertThat(written(whole.withInfo(), redacted)).as(where).doesNotContain("jane", "example.com");
            }
        }
    }

    @Test
    void secrets_anywhere_areFoundAndMasked() {
        String key = "sk-abcdefghijklmnopqrstuvwxyz0123";
        PLACES.forEach((place, made) -> {
            if (!place.equals("ExampleInfo.metadata")) {
                Example example = made.apply("it is " + key);
                assertThat(Checks.none()
                                .with(TextChecks.secrets())
                                .run(List.of(example))
                                .count("secret"))
                        .as(place)
                        .isEqualTo(1);
                Dataset dataset = Dataset.builder("d").add(example).build();
                Remedies.of(Repair.redactSecrets())
                        .preview(dataset)
                        .changes()
                        .forEach(change -> Passage.forEach(
                                change.after().orElseThrow(),
                                TextScope.WRITTEN,
                                passage -> assertThat(passage.text()).as(place).doesNotContain(key)));
            }
        });
    }

    @Test
    void caseFiles_areJudgedRight() {
        Dataset places = Dataset.builder("places")
                .add(Path.of("src/test/resources/quality/personal-data-places.jsonl"))
                .build();
        assertThat(places.examples()).hasSize(2).allMatch(DATA::in);
        assertThat(places.examples()).extracting(DATA::redact).noneMatch(DATA::in);
        Dataset numbers = Dataset.builder("numbers")
                .add(Path.of("src/test/resources/quality/numbers-that-are-no-phones.jsonl"))
                .build();
        assertThat(Checks.none().with(DATA.check()).run(numbers).findings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // presidio issue 1301
                "testdata630-596-1111|PHONE_NUMBER",
                "رقمي هاتف +٩٦٦٥٠١٢٣٤٥٦٧|PHONE_NUMBER",
                "電話は０３-１２３４-５６７８です|PHONE_NUMBER",
                "tel ４１５-５５５-２６７１|PHONE_NUMBER",
                "_415-555-2671_|PHONE_NUMBER",
                "call%20415-555-2671|PHONE_NUMBER",
                "00:1B:44:11:3A:B7|MAC_ADDRESS",
                "eth0 00-1b-44-11-3a-b7.|MAC_ADDRESS",
                "AC-DE-48-00-11-22|MAC_ADDRESS",
                "server 3.6.0.0|IP_ADDRESS",
                "8.8.8.8|IP_ADDRESS",
                "_192.0.2.1_|IP_ADDRESS"
            })
    void find_otherSpellings_areFound(String text, String entity) {
        assertThat(PiiDetector.standard().find(text))
                .extracting(PiiSpan::entity)
                .containsExactly(entity);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"item_ids\":[\"9644439410\",\"7159180318\"]}",
                "{\"user\": 9644439410}",
                "See section 1.2.3.1 of our terms",
                "1.2.3.1 Scope",
                "client 3.6.0.0",
                "runs on 3.6.0.0 and later",
                "aa:bb:cc:dd:ee:ff:00:11:22",
                "12-34-56-78",
                "version_1.2.3.4_final"
            })
    void find_numbersOfOtherKinds_areLeft(String text) {
        assertThat(PiiDetector.standard().find(text)).isEmpty();
    }

    @Test
    void find_fieldName_tellsWhatDigitsAre() {
        Map<String, Object> extras = Map.of("customer", Map.of("phone", "5552671234", "order_id", "9644439410"));
        Example example = chat(List.of(Message.user("?"), Message.assistant("!")), List.of(), extras, Map.of());
        Example redacted = DATA.redact(example);
        assertThat(redacted.info().extras())
                .isEqualTo(Map.of("customer", Map.of("phone", "<PHONE_NUMBER>", "order_id", "9644439410")));
    }

    private static Map<String, Function<String, Example>> places() {
        Map<String, Function<String, Example>> places = new LinkedHashMap<>();
        Message user = Message.user("Who?");
        Message answer = Message.assistant("A colleague.");
        places.put("Text.text", text -> ChatExample.of(user, Message.assistant(text)));
        places.put("Message.content", text -> ChatExample.of(Message.system(text), user, answer));
        places.put("Part.fields", text -> parts(new Content.Part("thinking", Map.of("thinking", text))));
        places.put(
                "Part.fields of any kind",
                text -> parts(new Content.Part("custom", Map.of("deep", List.of(Map.of("x", text))))));
        places.put(
                "Message.name",
                text -> ChatExample.of(user, answer.toBuilder().name(text).build()));
        places.put("Message.toolCallId", text -> ChatExample.of(user, Message.tool(text, "."), answer));
        places.put(
                "Message.extras",
                text -> ChatExample.of(
                        user,
                        answer.toBuilder()
                                .extras(Map.of("reasoning_content", text))
                                .build()));
        places.put(
                "Message.extras of any kind",
                text -> ChatExample.of(
                        user,
                        answer.toBuilder().extras(Map.of("k", Map.of(text, 1))).build()));
        places.put("ToolCall.id", text -> calling(ToolCall.of(text, "f", "{}")));
        places.put("ToolCall.name", text -> calling(ToolCall.of("1", text, "{}")));
        places.put("ToolCall.arguments", text -> calling(ToolCall.of("1", "f", "{\"to\":\"" + text + "\"}")));
        places.put("ToolCall.extras", text -> calling(new ToolCall(Optional.of("1"), "f", "{}", Map.of("note", text))));
        places.put("Tool.name", text -> offering(Tool.of(text, Map.of())));
        places.put("Tool.description", text -> offering(Tool.of("f", text, Map.of())));
        places.put(
                "Tool.parameters",
                text -> offering(Tool.of("f", Map.of("properties", Map.of("a", Map.of("description", text))))));
        places.put("Tool.extras", text -> offering(new Tool("f", Optional.empty(), Map.of(), Map.of("x", text))));
        places.put(
                "ExampleInfo.extras", text -> chat(List.of(user, answer), List.of(), Map.of("system", text), Map.of()));
        places.put(
                "ExampleInfo.metadata", text -> chat(List.of(user, answer), List.of(), Map.of(), Map.of("who", text)));
        places.put("TextExample.text", text -> new TextExample(text, ExampleInfo.NONE));
        places.put(
                "PromptExample.reference",
                text -> new PromptExample(List.of(user), List.of(), Map.of("answer", text), ExampleInfo.NONE));
        places.put("PreferenceExample.messages", text -> pair(Message.user(text), answer, answer));
        places.put("PreferenceExample.preferred", text -> pair(user, Message.assistant(text), answer));
        places.put("PreferenceExample.rejected", text -> pair(user, answer, Message.assistant(text)));
        places.put(
                "RatedExample.messages of one",
                text -> new RatedExample(List.of(user, Message.assistant(text)), false, List.of(), ExampleInfo.NONE));
        return places;
    }

    private static Example parts(Content.Part part) {
        Content content = Content.of(List.of(part, Content.Part.text("A colleague.")));
        return ChatExample.of(Message.user("Who?"), Message.assistant("").withContent(content));
    }

    private static Example calling(ToolCall call) {
        return chat(
                List.of(
                        Message.user("?"),
                        Message.assistant(List.of(call)),
                        Message.tool("1", "."),
                        Message.assistant("!")),
                List.of(Tool.of("f", Map.of())),
                Map.of(),
                Map.of());
    }

    private static Example offering(Tool tool) {
        return chat(List.of(Message.user("?"), Message.assistant("!")), List.of(tool), Map.of(), Map.of());
    }

    private static Example pair(Message input, Message preferred, Message rejected) {
        return new PreferenceExample(
                List.of(input), List.of(preferred), List.of(rejected), List.of(), ExampleInfo.NONE);
    }

    private static Example chat(
            List<Message> messages, List<Tool> tools, Map<String, Object> extras, Map<String, String> metadata) {
        return new ChatExample(
                messages, tools, new ExampleInfo(metadata, Provenance.human(Origin.CODE), Optional.empty(), extras));
    }

    private static List<Target> targets() {
        List<Target> targets = new ArrayList<>();
        Arrays.stream(Target.class.getFields())
                .filter(field -> Modifier.isStatic(field.getModifiers()) && field.getType() == Target.class)
                .forEach(field -> {
                    try {
                        targets.add((Target) field.get(null));
                    } catch (IllegalAccessException e) {
                        throw new AssertionError(e);
                    }
                });
        assertThat(targets).hasSizeGreaterThan(8);
        return targets;
    }

    /** The line a format writes, escapes undone; empty where it refuses the example. */
    private static String written(ExampleFormat format, Example example) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        try {
            format.writeJson(example, line);
        } catch (UnwritableExampleException e) {
            return "";
        }
        return line.toString(StandardCharsets.UTF_8);
    }
}
