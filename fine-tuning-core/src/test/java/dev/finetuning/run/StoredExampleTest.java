package dev.finetuning.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Example;
import dev.finetuning.example.ExampleInfo;
import dev.finetuning.example.Message;
import dev.finetuning.example.PreferenceExample;
import dev.finetuning.example.PromptExample;
import dev.finetuning.example.RatedExample;
import dev.finetuning.example.TextExample;
import dev.finetuning.example.Tool;
import dev.finetuning.example.ToolCall;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StoredExampleTest {
    private static final List<Message> QUESTION = List.of(Message.user("where is it? \uD83D\uDE00"));
    private static final List<Tool> TOOLS = List.of(Tool.of("find", "finds it", Map.of("type", "object")));
    private static final ExampleInfo INFO = ExampleInfo.NONE.withMetadata("category", "shipping");

    static List<Example> examples() {
        return List.of(
                new ChatExample(
                        List.of(
                                QUESTION.get(0),
                                Message.assistant(List.of(new ToolCall("call00001", "find", "{\"id\":7}"))),
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
    void readAll_whatWasWritten_isEqualButForItsOrigin(Example example) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        StoredExample.write(example, bytes);
        StoredExample.write(example, bytes);

        List<Example> read = StoredExample.readAll("data.jsonl", bytes.toByteArray());

        assertThat(read).hasSize(2);
        Example first = read.get(0);
        assertThat(first.info().metadata()).isEqualTo(example.info().metadata());
        assertThat(first.info().provenance().origin().row()).isEqualTo(1);
        assertThat(first.withInfo(INFO)).isEqualTo(example);
    }
}
