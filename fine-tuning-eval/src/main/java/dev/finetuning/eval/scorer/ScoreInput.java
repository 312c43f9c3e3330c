package dev.finetuning.eval.scorer;

import dev.finetuning.example.Message;
import dev.finetuning.example.Role;
import dev.finetuning.example.Tool;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * One answer, with its question and the expected answer.
 *
 * @param messages the conversation that was sent to the model; may be empty
 * @param tools the tools the model could call
 * @param output the model's answer; untrusted
 * @param expected the expected answer; empty if there is none
 * @param reference what else a scorer may need (a JSON schema, a rubric, a context), as JSON values
 */
public record ScoreInput(
        List<Message> messages,
        List<Tool> tools,
        Message output,
        Optional<Message> expected,
        Map<String, Object> reference) {
    /** The maximum length of texts for scorers whose work or memory grows much faster than the texts. */
    public static final int MAX_COMPARED_LENGTH = 100_000;

    /** Copies lists and map. */
    public ScoreInput {
        messages = List.copyOf(messages);
        tools = List.copyOf(tools);
        reference = Collections.unmodifiableMap(new LinkedHashMap<>(reference));
    }

    /** An answer without an expected one. */
    public static ScoreInput of(String output) {
        return new ScoreInput(List.of(), List.of(), Message.assistant(output), Optional.empty(), Map.of());
    }

    /** An answer and the expected one. */
    public static ScoreInput of(String output, String expected) {
        return of(output).withExpected(Message.assistant(expected));
    }

    /** A question, its answer and the expected answer. */
    public static ScoreInput of(String input, String output, String expected) {
        return of(output, expected).withMessages(List.of(Message.user(input)));
    }

    /** The text of the last user message; empty if there is none. */
    public String inputText() {
        for (int i = messages.size() - 1; i >= 0; i--) {
            if (messages.get(i).role() == Role.USER) {
                return messages.get(i).text();
            }
        }
        return "";
    }

    /** The text of the answer; empty if it has none. */
    public String outputText() {
        return output.text();
    }

    /** Whether there is an expected answer. */
    public boolean hasExpected() {
        return expected.isPresent();
    }

    /**
     * The expected message.
     *
     * @param scorer the scorer's name, for the exception
     * @throws MissingExpectedException if there is none
     */
    public Message requireExpected(String scorer) {
        return expected.orElseThrow(() -> new MissingExpectedException(scorer));
    }

    /**
     * The expected text.
     *
     * @param scorer the scorer's name, for the exception
     * @throws MissingExpectedException if there is no expected answer
     */
    public String requireExpectedText(String scorer) {
        return requireExpected(scorer).text();
    }

    /**
     * Scores the text of the answer against the expected text. If a tool call without text was expected,
     * the score is absent, because a text scorer cannot judge calls.
     *
     * @param scorer the scorer's name
     * @param score scores against the expected text
     * @throws MissingExpectedException if there is no expected answer
     */
    public Score againstText(String scorer, Function<String, Score> score) {
        return againstText(scorer, Integer.MAX_VALUE, score);
    }

    /**
     * Scores the text of the answer against the expected text, for a scorer whose work grows faster than
     * the texts: beyond a maximum length, the score is absent.
     *
     * @param scorer the scorer's name
     * @param maxLength the maximum length of either text, in UTF-16 code units
     * @param score scores against the expected text
     * @throws MissingExpectedException if there is no expected answer
     */
    public Score againstText(String scorer, int maxLength, Function<String, Score> score) {
        Message message = requireExpected(scorer);
        if (message.text().isBlank() && !message.toolCalls().isEmpty()) {
            return Score.absent(scorer, "a call without text was expected; score it by ToolCallMatch");
        }
        if (Math.max(message.text().length(), outputText().length()) > maxLength) {
            return Score.absent(scorer, "the texts are longer than " + maxLength + " characters");
        }
        return score.apply(message.text());
    }

    /** This input with another expected answer. */
    public ScoreInput withExpected(Message newExpected) {
        return new ScoreInput(messages, tools, output, Optional.of(newExpected), reference);
    }

    /** This input with another conversation. */
    public ScoreInput withMessages(List<Message> newMessages) {
        return new ScoreInput(newMessages, tools, output, expected, reference);
    }

    /** This input with other tools. */
    public ScoreInput withTools(List<Tool> newTools) {
        return new ScoreInput(messages, newTools, output, expected, reference);
    }

    /** This input with another answer. */
    public ScoreInput withOutput(Message newOutput) {
        return new ScoreInput(messages, tools, newOutput, expected, reference);
    }

    /** This input with another reference. */
    public ScoreInput withReference(Map<String, Object> newReference) {
        return new ScoreInput(messages, tools, output, expected, newReference);
    }

    @Override
    public String toString() {
        return "ScoreInput[" + messages.size() + " messages, output " + output + "]";
    }
}
