package dev.finetuning.eval;

import dev.finetuning.eval.scorer.ScoreInput;
import dev.finetuning.example.Example;
import dev.finetuning.example.ExampleInfo;
import dev.finetuning.example.Message;
import dev.finetuning.example.Tool;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One question to put to a model, and what a good answer is held against.
 *
 * @param id stable: the same content has the same id in every evaluation
 * @param input the conversation to put to the model, at least one message
 * @param tools the tools on offer
 * @param expected the answer to hold the model's against; null where there is none
 * @param reference what else a scorer may need, as JSON values
 * @param metadata labels; each key is a dimension to slice results by, such as {@code category}
 */
public record TestCase(
        String id,
        List<Message> input,
        List<Tool> tools,
        @Nullable Message expected,
        Map<String, Object> reference,
        Map<String, String> metadata) {
    /**
     * Copies lists and maps.
     *
     * @throws IllegalArgumentException if the id is blank or there is no input
     */
    public TestCase {
        input = List.copyOf(input);
        tools = List.copyOf(tools);
        reference = Collections.unmodifiableMap(new LinkedHashMap<>(reference));
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
        if (id.isBlank() || input.isEmpty()) {
            throw new IllegalArgumentException("a test case needs an id and at least one input message");
        }
    }

    /** One user message and the answer expected. */
    public static TestCase of(String input, String expected) {
        return TestCases.of(List.of(Message.user(input)), Message.assistant(expected));
    }

    /**
     * The cases of a test split, in its order. Of a conversation that ends with the assistant, the last
     * message is expected and the rest is input; of a preference, the preferred answer is expected;
     * prompts bring their reference fields and expect nothing. Equal examples get distinct ids.
     *
     * @throws IllegalArgumentException if an example leaves nothing to ask, naming where it came from
     */
    public static List<TestCase> from(Iterable<? extends Example> examples) {
        return TestCases.from(examples);
    }

    /** The same case under another id. */
    public TestCase withId(String newId) {
        return new TestCase(newId, input, tools, expected, reference, metadata);
    }

    /** The same case with one more label, or another value for it. */
    public TestCase withMetadata(String key, String value) {
        Map<String, String> more = new LinkedHashMap<>(metadata);
        more.put(key, value);
        return new TestCase(id, input, tools, expected, reference, more);
    }

    /** The value of a label, {@value ExampleInfo#UNCATEGORIZED} where the case has none. */
    public String slice(String key) {
        return metadata.getOrDefault(key, ExampleInfo.UNCATEGORIZED);
    }

    /** The expected text, empty where there is none. */
    public String expectedText() {
        return expected == null ? "" : expected.text();
    }

    /** What a scorer gets to see of this case with an answer. */
    public ScoreInput scored(Message output) {
        return new ScoreInput(input, tools, output, Optional.ofNullable(expected), reference);
    }

    @Override
    public String toString() {
        return "TestCase[" + id + ", " + input.size() + " messages]";
    }
}
