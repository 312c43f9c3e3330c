package dev.finetuning.openai.wire;

import dev.finetuning.adapter.chat.LineFile;
import dev.finetuning.adapter.chat.LineForm;
import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Content;
import dev.finetuning.example.Example;
import dev.finetuning.example.Message;
import dev.finetuning.example.PreferenceExample;
import dev.finetuning.example.PromptExample;
import dev.finetuning.format.LostField;
import dev.finetuning.format.UnwritableExampleException;
import dev.finetuning.training.TrainingData;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * OpenAI's dialect of training data: one JSON object a line. Chats are {@code messages} and {@code
 * tools}; preferences {@code input}, {@code preferred_output}, {@code non_preferred_output}; prompts
 * {@code messages} with the grader's reference fields beside them.
 *
 * <p>A chat's {@code developer} message is written as {@code system}, which is what supervised training
 * knows; {@code weight} is written for the assistant only, as 0 or 1.
 */
public final class OpenAiLines {
    private static final OpenAiMessageForm FORM = OpenAiMessageForm.FORM;
    private static final LineForm LINES = new LineForm("OpenAI training data", FORM, OpenAiLines::form);
    private static final List<String> KNOWN_PARTS = List.of("text", "image_url", "input_audio", "file", "refusal");
    private static final String PARALLEL_TOOL_CALLS = "parallel_tool_calls";

    private OpenAiLines() {}

    /** Writes all examples, behind a byte-order mark where the provider wants one. */
    public static void write(TrainingData data, boolean byteOrderMark, OutputStream out) throws IOException {
        try (LineFile lines = byteOrderMark ? LineFile.marked(out) : LineFile.to(out)) {
            LINES.write(data, lines);
        }
    }

    /**
     * An example as a line.
     *
     * @throws UnwritableExampleException if the provider has no form for it, or the line leaves
     *     out what changes its meaning
     */
    public static Map<String, Object> line(Example example) {
        return LINES.line(example);
    }

    /**
     * What an example's line leaves out.
     *
     * @throws UnwritableExampleException if the provider has no form for the example
     */
    public static List<LostField> losses(Example example) {
        return LINES.losses(example);
    }

    private static Map<String, Object> form(Example example) {
        if (example instanceof ChatExample chat) {
            return chat(chat);
        }
        if (example instanceof PreferenceExample pair) {
            return pair(pair);
        }
        if (example instanceof PromptExample prompt) {
            return prompt(prompt);
        }
        throw FORM.unwritable(
                example,
                "it is " + example.getClass().getSimpleName() + ", which cannot be written here; chats, "
                        + "preferences and prompts have one");
    }

    private static Map<String, Object> chat(ChatExample chat) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("messages", messages(chat.messages(), chat, OpenAiMessageForm.SUPERVISED));
        return withTools(line, chat);
    }

    private static Map<String, Object> pair(PreferenceExample pair) {
        Map<String, Object> input = new LinkedHashMap<>();
        input.put("messages", messages(pair.messages(), pair, FORM));
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("input", withTools(input, pair));
        line.put("preferred_output", messages(pair.preferred(), pair, FORM));
        line.put("non_preferred_output", messages(pair.rejected(), pair, FORM));
        return line;
    }

    private static Map<String, Object> prompt(PromptExample prompt) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("messages", messages(prompt.messages(), prompt, FORM));
        withTools(line, prompt);
        prompt.reference().forEach(line::putIfAbsent);
        return line;
    }

    private static Map<String, Object> withTools(Map<String, Object> line, Example example) {
        if (!example.tools().isEmpty()) {
            line.put("tools", FORM.tools(example.tools()));
        }
        if (example.info().extras().get(PARALLEL_TOOL_CALLS) instanceof Boolean parallel) {
            line.put(PARALLEL_TOOL_CALLS, parallel);
        }
        return line;
    }

    private static List<Map<String, Object>> messages(List<Message> messages, Example example, OpenAiMessageForm form) {
        messages.forEach(message -> requireKnownParts(message, example));
        return messages.stream().map(message -> form.trained(message, example)).toList();
    }

    /** The provider refuses a whole file for one part that it does not know, such as what another model thought. */
    private static void requireKnownParts(Message message, Example example) {
        message.content()
                .filter(Content.Parts.class::isInstance)
                .map(Content.Parts.class::cast)
                .flatMap(content -> content.parts().stream()
                        .map(Content.Part::type)
                        .filter(type -> !KNOWN_PARTS.contains(type))
                        .findFirst())
                .ifPresent(type -> {
                    throw FORM.unwritable(
                            example, "it contains a content part of the type " + type + "; known are " + KNOWN_PARTS);
                });
    }
}
