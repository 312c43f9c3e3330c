package dev.finetuning.eval;

import dev.finetuning.eval.scorer.ScoreInput;
import dev.finetuning.example.Example;
import dev.finetuning.example.ExampleInfo;
import dev.finetuning.example.Message;
import dev.finetuning.example.Tool;
import dev.finetuning.internal.content.FrozenMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One question for a model, and what its answer is compared with.
 *
 * @param id stable: the same content has the same id in every evaluation
 * @param input the conversation to send to the model, at least one message
 * @param tools the tools the model may call
 * @param expected the expected answer; empty if there is none
 * @param reference what else a scorer may need, as JSON values
 * @param metadata labels; results can be sliced by each key, such as {@code category}
 */
public record TestCase(
        String id,
        List<Message> input,
        List<Tool> tools,
        Optional<Message> expected,
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
        reference = FrozenMap.copy(reference);
        metadata = FrozenMap.copy(metadata);
        if (id.isBlank() || input.isEmpty()) {
            throw new IllegalArgumentException("a test case needs an id and at least one input message");
        }
    }

    /** A case with one user message and the expected answer. */
    public static TestCase of(String input, String expected) {
        return TestCases.of(List.of(Message.user(input)), Message.assistant(expected));
    }

    /**
     * The cases of a test part, in order. In a conversation that ends with the assistant, the last message
     * is the expected answer and the rest is input. In a preference, the preferred answer is expected.
     * Prompts bring their reference fields and expect nothing. Equal examples get distinct ids.
     *
     * @throws IllegalArgumentException if an example has no input; the message names its origin
     */
    public static List<TestCase> from(Iterable<? extends Example> examples) {
        return TestCases.from(examples);
    }

    /** This case with another id. */
    public TestCase withId(String newId) {
        return new TestCase(newId, input, tools, expected, reference, metadata);
    }

    /** This case with a label added or replaced. */
    public TestCase withMetadata(String key, String value) {
        Map<String, String> more = new LinkedHashMap<>(metadata);
        more.put(key, value);
        return new TestCase(id, input, tools, expected, reference, more);
    }

    /** The value of a label; {@value ExampleInfo#UNCATEGORIZED} if the case does not have it. */
    public String slice(String key) {
        return metadata.getOrDefault(key, ExampleInfo.UNCATEGORIZED);
    }

    /** The expected text; empty if there is none. */
    public String expectedText() {
        return expected.map(Message::text).orElse("");
    }

    /** The input of scorers for this case and an answer. */
    public ScoreInput scored(Message output) {
        return new ScoreInput(input, tools, output, expected, reference);
    }

    @Override
    public String toString() {
        return "TestCase[" + id + ", " + input.size() + " messages]";
    }
}
