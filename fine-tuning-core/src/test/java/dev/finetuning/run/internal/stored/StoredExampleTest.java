package dev.finetuning.run.internal.stored;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.finetuning.example.ChatExample;
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
import dev.finetuning.example.Validation;
import dev.finetuning.journal.LaterEntryException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class StoredExampleTest {
    private static final List<Message> QUESTION = List.of(Message.user("where is it? \uD83D\uDE00"));
    private static final List<Tool> TOOLS = List.of(Tool.of("find", "finds it", Map.of("type", "object")));
    private static final ExampleInfo INFO = new ExampleInfo(
            Map.of("category", "shipping"),
            new Provenance(Provenance.Kind.PRODUCTION, new Origin("calls.csv", 4_000_000_000L, 12)),
            Optional.of(new Validation("jana", Instant.parse("2026-01-02T03:04:05.678Z"))),
            Map.of());

    static List<Example> examples() {
        return List.of(
                new ChatExample(
                        List.of(
                                QUESTION.get(0),
                                Message.assistant(List.of(ToolCall.of("call00001", "find", "{\"id\":7}"))),
                                Message.tool("call00001", "here"),
                                Message.assistant("here").withWeight(0.0)),
                        TOOLS,
                        INFO),
                new PreferenceExample(
                        QUESTION, List.of(Message.assistant("here")), List.of(Message.assistant("no")), TOOLS, INFO),
                new PromptExample(QUESTION, TOOLS, Map.of("answer", "here", "points", 3), INFO),
                new RatedExample(List.of(QUESTION.get(0), Message.assistant("here")), false, TOOLS, INFO),
                new TextExample("once upon a time", INFO));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void readAll_whatWasWritten_isEqual(Example example) throws Exception {
        assertThat(readAgain(List.of(example, example))).containsExactly(example, example);
    }

    @ParameterizedTest
    @EnumSource(Provenance.Kind.class)
    void readAll_anyProvenance_isKept(Provenance.Kind kind) throws Exception {
        Provenance provenance = new Provenance(kind, new Origin("a.jsonl", 3, 0));
        Example example = new TextExample("once", ExampleInfo.NONE.withProvenance(provenance));

        assertThat(readAgain(List.of(example)).get(0).info().provenance()).isEqualTo(provenance);
    }

    /** Whatever they are called: also as what belongs to the content of this kind or another. */
    @ParameterizedTest
    @MethodSource("examples")
    void readAll_extraFields_areKept(Example example) throws Exception {
        for (String name : List.of("ticket", "answer", "label", "messages", "text", "input", "chosen", "system")) {
            ExampleInfo info = new ExampleInfo(
                    Map.of(),
                    INFO.provenance(),
                    Optional.empty(),
                    Map.of(name, "T-7", "more", List.of(Map.of("a", 1))));
            Example extra = example.withInfo(info);

            assertThat(readAgain(List.of(extra))).as(name).containsExactly(extra);
        }
    }

    @Test
    void readAll_extraFieldsAsEarlierVersionsWroteThem_areKept() throws Exception {
        String line = "{\"kind\":\"chat\",\"metadata\":{},\"record\":{\"messages\":[],\"ticket\":\"T-7\"}}\n";

        assertThat(StoredExample.readAll("data.jsonl", line.getBytes(StandardCharsets.UTF_8))
                        .get(0)
                        .info()
                        .extras())
                .containsExactly(Map.entry("ticket", "T-7"));
    }

    @Test
    void readAll_lineOfAnOlderVersion_namesThatLine() throws Exception {
        String line = "{\"kind\":\"text\",\"metadata\":{\"a\":\"b\"},\"record\":{\"text\":\"once\"}}\n";

        Example read = StoredExample.readAll("data.jsonl", line.getBytes(StandardCharsets.UTF_8))
                .get(0);

        assertThat(read.info().metadata()).containsEntry("a", "b");
        assertThat(read.info().provenance()).isEqualTo(Provenance.human(new Origin("data.jsonl", 1, 1)));
    }

    @Test
    void ofLine_kindOfALaterVersion_isNoDamageAndSaysWhichKind() {
        String line = StoredExample.line(examples().get(0)).replace("\"chat\"", "\"trajectory\"");

        assertThatThrownBy(() -> StoredExample.ofLine("retraining-examples:bot", line))
                .isInstanceOf(LaterEntryException.class)
                .hasMessageContaining("trajectory");
        assertThatThrownBy(() -> StoredExample.readAll("data.jsonl", (line + "\n").getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("data.jsonl")
                .hasMessageContaining("trajectory");
    }

    private static List<Example> readAgain(List<Example> examples) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (Example example : examples) {
            StoredExample.write(example, bytes);
        }
        return StoredExample.readAll("data.jsonl", bytes.toByteArray());
    }
}
