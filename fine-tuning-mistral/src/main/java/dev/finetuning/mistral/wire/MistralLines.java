package dev.finetuning.mistral.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.finetuning.adapter.UnwritableExampleException;
import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Example;
import dev.finetuning.example.Message;
import dev.finetuning.example.PromptExample;
import dev.finetuning.example.Role;
import dev.finetuning.example.TextExample;
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
    private static final JsonMapper MAPPER = new JsonMapper();

    /** The reference field that holds the labels by target. */
    public static final String LABELS = "labels";

    /** What decides how a host trains on a line, beside the messages. */
    private static final List<String> KNOWN_EXTRAS = List.of("only_last", "parallel_tool_calls");

    private MistralLines() {}

    /** Whether an example is one of those for a classifier. */
    public static boolean isLabelled(Example example) {
        return example instanceof PromptExample prompt && prompt.reference().get(LABELS) instanceof Map;
    }

    /** Writes all examples. */
    public static void write(TrainingData data, OutputStream out) throws IOException {
        try (JsonGenerator json = generator(out)) {
            for (Example example : data) {
                write(example, json);
            }
        }
    }

    /** A generator that writes one line after another. */
    public static JsonGenerator generator(OutputStream out) throws IOException {
        return MAPPER.getFactory()
                .createGenerator(out)
                .configure(JsonGenerator.Feature.AUTO_CLOSE_TARGET, false)
                .configure(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM, false)
                .configure(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8.mappedFeature(), true)
                .setRootValueSeparator(null);
    }

    /**
     * Writes one example and a line feed.
     *
     * @throws UnwritableExampleException if the host has no form for it
     */
    public static void write(Example example, JsonGenerator json) throws IOException {
        Map<String, Object> line = line(example);
        if (!WellFormed.holds(line)) {
            throw new UnwritableExampleException(example, "holds half a surrogate pair, which UTF-8 cannot carry");
        }
        json.writePOJO(line);
        json.writeRaw('\n');
    }

    public static Map<String, Object> line(Example example) {
        if (example instanceof ChatExample chat) {
            return chat(chat);
        }
        if (example instanceof PromptExample prompt && prompt.reference().get(LABELS) instanceof Map<?, ?> labels) {
            return labelled(prompt, labels);
        }
        if (example instanceof TextExample text) {
            return Map.of("text", text.text());
        }
        throw new UnwritableExampleException(
                example,
                "is " + example.getClass().getSimpleName() + ", for which there is no form; chats, plain texts and"
                        + " the examples that MistralClassifierData makes have one");
    }

    private static Map<String, Object> chat(ChatExample chat) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("messages", messages(chat));
        if (!chat.tools().isEmpty()) {
            line.put(
                    "tools",
                    chat.tools().stream()
                            .map(tool -> MistralMessages.tool(tool)
                                    .orElseThrow(() -> new UnwritableExampleException(
                                            chat, "offers a tool that is no function; only functions have a form")))
                            .toList());
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
                .map(message -> message(message, example))
                .toList();
    }

    private static Map<String, Object> message(Message message, Example example) {
        Map<String, Object> fields = MistralMessages.message(message);
        Double weight = message.weight();
        if (weight != null && message.role() == Role.ASSISTANT) {
            if (weight != 0 && weight != 1) {
                throw new UnwritableExampleException(example, "has a weight that is neither 0 nor 1");
            }
            fields.put("weight", weight.intValue());
        }
        return fields;
    }
}
