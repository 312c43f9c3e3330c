package dev.finetuning.eval.scorer;

import dev.finetuning.example.Message;
import dev.finetuning.example.Role;
import dev.finetuning.example.Tool;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One answer with what was asked and what was expected.
 *
 * @param messages the conversation that was put to the model; may be empty
 * @param tools the tools that were on offer
 * @param output the model's answer; untrusted
 * @param expected the answer to hold it against; null where there is none
 * @param reference what else a scorer may need (a JSON schema, a rubric, a context), as JSON values
 */
public record ScoreInput(
        List<Message> messages,
        List<Tool> tools,
        Message output,
        @Nullable Message expected,
        Map<String, Object> reference) {
    /** Copies lists and map. */
    public ScoreInput {
        messages = List.copyOf(messages);
        tools = List.copyOf(tools);
        reference = Collections.unmodifiableMap(new LinkedHashMap<>(reference));
    }

    /** An answer and what was expected. */
    public static ScoreInput of(String output, @Nullable String expected) {
        Message reference = expected == null ? null : Message.assistant(expected);
        return new ScoreInput(List.of(), List.of(), Message.assistant(output), reference, Map.of());
    }

    /** A question, its answer and what was expected. */
    public static ScoreInput of(String input, String output, @Nullable String expected) {
        return of(output, expected).withMessages(List.of(Message.user(input)));
    }

    /** The text of the last user message, empty where there is none. */
    public String inputText() {
        for (int i = messages.size() - 1; i >= 0; i--) {
            if (messages.get(i).role() == Role.USER) {
                return messages.get(i).text();
            }
        }
        return "";
    }

    /** The answer's text, empty where it has none. */
    public String outputText() {
        return output.text();
    }

    /** Whether there is an expected answer. */
    public boolean hasExpected() {
        return expected != null;
    }

    /**
     * The expected message.
     *
     * @param scorer who asks, for the error
     * @throws MissingExpectedException if there is none
     */
    public Message requireExpected(String scorer) {
        if (expected == null) {
            throw new MissingExpectedException(scorer);
        }
        return expected;
    }

    /**
     * The expected text.
     *
     * @param scorer who asks, for the error
     * @throws MissingExpectedException if there is no expected answer
     */
    public String requireExpectedText(String scorer) {
        return requireExpected(scorer).text();
    }

    /** The same answer to another conversation. */
    public ScoreInput withMessages(List<Message> newMessages) {
        return new ScoreInput(newMessages, tools, output, expected, reference);
    }

    /** The same answer where other tools were on offer. */
    public ScoreInput withTools(List<Tool> newTools) {
        return new ScoreInput(messages, newTools, output, expected, reference);
    }

    /** Another answer to the same question. */
    public ScoreInput withOutput(Message newOutput) {
        return new ScoreInput(messages, tools, newOutput, expected, reference);
    }

    /** The same answer with another reference. */
    public ScoreInput withReference(Map<String, Object> newReference) {
        return new ScoreInput(messages, tools, output, expected, newReference);
    }

    @Override
    public String toString() {
        return "ScoreInput[" + messages.size() + " messages, output " + output + "]";
    }
}
