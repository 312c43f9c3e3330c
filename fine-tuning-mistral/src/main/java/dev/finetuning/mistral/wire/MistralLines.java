package dev.finetuning.mistral.wire;

import dev.finetuning.adapter.chat.LineFile;
import dev.finetuning.adapter.chat.LineForm;
import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Example;
import dev.finetuning.example.Message;
import dev.finetuning.example.PromptExample;
import dev.finetuning.example.Role;
import dev.finetuning.example.TextExample;
import dev.finetuning.format.LostField;
import dev.finetuning.format.UnwritableExampleException;
import dev.finetuning.format.writing.ToolCallIds;
import dev.finetuning.training.TrainingData;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Mistral's dialect of training data: one JSON object a line. Chats are {@code messages} and {@code
 * tools}; a classifier's examples, as {@code MistralClassifierData} makes them, {@code text} or {@code
 * messages} with {@code labels} beside them; plain texts {@code text}.
 *
 * <p>What has no form here but means the same in another one is written in that one: a {@code developer}
 * message as {@code system}, a call without an id with an id of the wanted form, a tool without a
 * description with an empty one.
 */
public final class MistralLines {
    /** The reference field that holds the labels by target. */
    public static final String LABELS = "labels";

    private static final MistralMessageForm FORM = MistralMessageForm.FORM;
    private static final LineForm LINES = new LineForm("Mistral training data", FORM, MistralLines::form);

    /** What decides how a provider trains on a line, apart from the messages. */
    private static final List<String> KNOWN_EXTRAS = List.of("only_last", "parallel_tool_calls");

    private MistralLines() {}

    /** Whether an example is one of those for a classifier. */
    public static boolean isLabelled(Example example) {
        return example instanceof PromptExample prompt && prompt.reference().get(LABELS) instanceof Map;
    }

    /** Writes all examples. */
    public static void write(TrainingData data, OutputStream out) throws IOException {
        try (LineFile lines = LineFile.to(out)) {
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

    /** What an example's line leaves out; empty where it has no line. */
    public static List<LostField> losses(Example example) {
        try {
            return LINES.losses(example);
        } catch (UnwritableExampleException noForm) {
            return List.of();
        }
    }

    private static Map<String, Object> form(Example example) {
        if (example instanceof ChatExample chat) {
            return chat(chat);
        }
        if (example instanceof PromptExample prompt && prompt.reference().get(LABELS) instanceof Map<?, ?> labels) {
            return labelled(prompt, labels);
        }
        if (example instanceof TextExample text) {
            return Map.of("text", text.text());
        }
        throw FORM.unwritable(
                example,
                "it is " + example.getClass().getSimpleName() + ", which cannot be written here; chats, plain texts and"
                        + " the examples that MistralClassifierData makes have one");
    }

    private static Map<String, Object> chat(ChatExample chat) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("messages", messages(chat));
        if (!chat.tools().isEmpty()) {
            if (!chat.tools().stream().allMatch(MistralMessageForm::isFunction)) {
                throw FORM.unwritable(chat, "it has a tool that is not a function; only functions can be written");
            }
            line.put("tools", FORM.tools(chat.tools()));
        }
        KNOWN_EXTRAS.forEach(name -> {
            if (chat.info().extras().get(name) instanceof Boolean choice) {
                line.put(name, choice);
            }
        });
        return line;
    }

    private static Map<String, Object> labelled(PromptExample prompt, Map<?, ?> labels) {
        List<Message> messages = prompt.messages();
        Map<String, Object> line = new LinkedHashMap<>();
        if (messages.size() == 1 && messages.get(0).role() == Role.USER) {
            line.put("text", messages.get(0).text());
        } else {
            line.put("messages", messages(prompt));
        }
        line.put(LABELS, labels);
        return line;
    }

    private static List<Map<String, Object>> messages(Example example) {
        return ToolCallIds.completed(example.messages()).stream()
                .map(message -> FORM.trained(message, example))
                .toList();
    }
}
