package dev.finetuning.openai.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.finetuning.adapter.UnwritableExampleException;
import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Content;
import dev.finetuning.example.Example;
import dev.finetuning.example.Message;
import dev.finetuning.example.PreferenceExample;
import dev.finetuning.example.PromptExample;
import dev.finetuning.example.Role;
import dev.finetuning.example.Tool;
import dev.finetuning.example.ToolCall;
import dev.finetuning.internal.content.UnpairedSurrogates;
import dev.finetuning.training.TrainingData;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * OpenAI's dialect of training data: one JSON object a line. Chats are {@code messages} and {@code
 * tools}; preferences {@code input}, {@code preferred_output}, {@code non_preferred_output}; prompts
 * {@code messages} with the grader's reference fields beside them.
 *
 * <p>A chat's {@code developer} message is written as {@code system}, which is what supervised training
 * knows; {@code weight} is written for the assistant only, as 0 or 1.
 */
public final class OpenAiLines {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final String PARALLEL_TOOL_CALLS = "parallel_tool_calls";

    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    private static final List<String> KNOWN_EXTRAS = List.of("refusal", "function_call", "audio");

    private OpenAiLines() {}

    /** Writes all examples, behind a byte-order mark where the host wants one. */
    public static void write(TrainingData data, boolean byteOrderMark, OutputStream out) throws IOException {
        if (byteOrderMark) {
            out.write(BYTE_ORDER_MARK);
        }
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
        if (!wellFormed(line)) {
            throw new UnwritableExampleException(example, "holds half a surrogate pair, which UTF-8 cannot carry");
        }
        json.writePOJO(line);
        json.writeRaw('\n');
    }

    /** Jackson writes half a surrogate pair as an escape, which no decoder turns into a character. */
    private static boolean wellFormed(@Nullable Object value) {
        if (value instanceof String text) {
            return !UnpairedSurrogates.in(text);
        }
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream().allMatch(e -> wellFormed(e.getKey()) && wellFormed(e.getValue()));
        }
        return !(value instanceof List<?> list) || list.stream().allMatch(OpenAiLines::wellFormed);
    }

    public static Map<String, Object> line(Example example) {
        if (example instanceof ChatExample chat) {
            return chat(chat);
        }
        if (example instanceof PreferenceExample pair) {
            return pair(pair);
        }
        if (example instanceof PromptExample prompt) {
            return prompt(prompt);
        }
        throw new UnwritableExampleException(
                example,
                "is " + example.getClass().getSimpleName() + ", for which there is no form; chats, "
                        + "preferences and prompts have one");
    }

    private static Map<String, Object> chat(ChatExample chat) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put(
                "messages",
                chat.messages().stream().map(m -> message(m, chat, true)).toList());
        return withTools(line, chat);
    }

    private static Map<String, Object> pair(PreferenceExample pair) {
        Map<String, Object> input = new LinkedHashMap<>();
        input.put("messages", messages(pair.messages(), pair));
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("input", withTools(input, pair));
        line.put("preferred_output", messages(pair.preferred(), pair));
        line.put("non_preferred_output", messages(pair.rejected(), pair));
        return line;
    }

    private static Map<String, Object> prompt(PromptExample prompt) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("messages", messages(prompt.messages(), prompt));
        withTools(line, prompt);
        prompt.reference().forEach(line::putIfAbsent);
        return line;
    }

    private static Map<String, Object> withTools(Map<String, Object> line, Example example) {
        if (!example.tools().isEmpty()) {
            line.put("tools", example.tools().stream().map(OpenAiLines::tool).toList());
        }
        if (example.info().extras().get(PARALLEL_TOOL_CALLS) instanceof Boolean parallel) {
            line.put(PARALLEL_TOOL_CALLS, parallel);
        }
        return line;
    }

    private static List<Map<String, Object>> messages(List<Message> messages, Example example) {
        return messages.stream().map(m -> message(m, example, false)).toList();
    }

    private static Map<String, Object> message(Message message, Example example, boolean supervised) {
        Map<String, Object> fields = message(message, supervised);
        Double weight = message.weight();
        if (weight != null && message.role() == Role.ASSISTANT) {
            if (weight != 0 && weight != 1) {
                throw new UnwritableExampleException(example, "has a weight that is neither 0 nor 1");
            }
            fields.put("weight", weight.intValue());
        }
        return fields;
    }

    /** A message as training files and chat requests share it. */
    public static Map<String, Object> message(Message message, boolean developerIsSystem) {
        boolean rename = developerIsSystem && message.role() == Role.DEVELOPER;
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("role", (rename ? Role.SYSTEM : message.role()).wireName());
        putIfGiven(fields, "content", content(message.content()));
        putIfGiven(fields, "name", message.name());
        if (!message.toolCalls().isEmpty()) {
            fields.put(
                    "tool_calls",
                    message.toolCalls().stream().map(OpenAiLines::call).toList());
        }
        putIfGiven(fields, "tool_call_id", message.toolCallId());
        KNOWN_EXTRAS.forEach(extra -> putIfGiven(fields, extra, message.extras().get(extra)));
        return fields;
    }

    private static @Nullable Object content(@Nullable Content content) {
        if (content instanceof Content.Parts parts) {
            return parts.parts().stream().map(OpenAiLines::part).toList();
        }
        return content == null ? null : content.text();
    }

    private static Map<String, Object> part(Content.Part part) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("type", part.type());
        fields.putAll(part.fields());
        return fields;
    }

    private static Map<String, Object> call(ToolCall call) {
        // in order: a file's name is its content's hash, in every process
        Map<String, Object> function = new LinkedHashMap<>();
        function.put("name", call.name());
        function.put("arguments", call.arguments());
        Map<String, Object> fields = new LinkedHashMap<>();
        putIfGiven(fields, "id", call.id());
        fields.put("type", "function");
        fields.put("function", function);
        return fields;
    }

    /** A tool as training files and chat requests share it. */
    public static Map<String, Object> tool(Tool tool) {
        Map<String, Object> function = new LinkedHashMap<>();
        function.put("name", tool.name());
        putIfGiven(function, "description", tool.description());
        if (!tool.parameters().isEmpty()) {
            function.put("parameters", tool.parameters());
        }
        function.putAll(tool.extras());
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("type", "function");
        fields.put("function", function);
        return fields;
    }

    private static void putIfGiven(Map<String, Object> fields, String name, @Nullable Object value) {
        if (value != null) {
            fields.put(name, value);
        }
    }
}
