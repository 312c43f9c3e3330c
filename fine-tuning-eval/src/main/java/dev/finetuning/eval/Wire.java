package dev.finetuning.eval;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.finetuning.chat.ChatReply;
import dev.finetuning.chat.ChatRequest;
import dev.finetuning.chat.Usage;
import dev.finetuning.example.Content;
import dev.finetuning.example.Message;
import dev.finetuning.example.Role;
import dev.finetuning.example.Tool;
import dev.finetuning.example.ToolCall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Messages, requests and replies as JSON: for hashing, and for keeping answers. */
final class Wire {
    // sorted keys: two maps with equal entries are one request, whatever order they were filled in
    private static final ObjectMapper JSON =
            new ObjectMapper().configure(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, true);
    // a model may answer half a surrogate pair; escaped, it survives any journal
    private static final ObjectWriter ESCAPED = JSON.writer().with(JsonWriteFeature.ESCAPE_NON_ASCII);
    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

    private Wire() {}

    static String canonical(
            List<Message> input, List<Tool> tools, @Nullable Message expected, Map<String, Object> reference) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("input", messages(input));
        fields.put("tools", tools.stream().map(Wire::tool).toList());
        fields.put("expected", expected == null ? List.of() : messages(List.of(expected)));
        fields.put("reference", reference);
        return write(fields);
    }

    static String canonical(ChatRequest request) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("messages", messages(request.messages()));
        fields.put("tools", request.tools().stream().map(Wire::tool).toList());
        putIfPresent(fields, "temperature", request.temperature());
        putIfPresent(fields, "max_tokens", request.maxTokens());
        putIfPresent(fields, "seed", request.seed());
        fields.put("options", request.options());
        return write(fields);
    }

    static Map<String, Object> reply(ChatReply reply) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("message", message(reply.message()));
        fields.put("finish_reason", reply.finishReason());
        fields.put("input_tokens", reply.usage().inputTokens());
        fields.put("cached_input_tokens", reply.usage().cachedInputTokens());
        fields.put("output_tokens", reply.usage().outputTokens());
        fields.put("latency_nanos", reply.latency().toNanos());
        fields.put("model", reply.modelId());
        putIfPresent(fields, "request_id", reply.requestId());
        return fields;
    }

    static ChatReply reply(Map<String, Object> fields) {
        return new ChatReply(
                message(object(fields, "message")),
                text(fields, "finish_reason"),
                new Usage(
                        number(fields, "input_tokens"),
                        number(fields, "cached_input_tokens"),
                        number(fields, "output_tokens")),
                Duration.ofNanos(number(fields, "latency_nanos")),
                text(fields, "model"),
                optionalText(fields, "request_id"));
    }

    static String write(Map<String, Object> fields) {
        try {
            String json = JSON.writeValueAsString(fields);
            return isWellFormed(json) ? json : ESCAPED.writeValueAsString(fields);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a JSON value: " + e.getOriginalMessage(), e);
        }
    }

    private static boolean isWellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                int codePoint = text.codePointAt(i);
                if (!Character.isSupplementaryCodePoint(codePoint)) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }

    static Map<String, Object> read(String json) throws JsonProcessingException {
        return JSON.readValue(json, OBJECT);
    }

    static String text(Map<String, Object> fields, String name) {
        String text = optionalText(fields, name);
        return text == null ? "" : text;
    }

    static @Nullable String optionalText(Map<String, Object> fields, String name) {
        return fields.get(name) instanceof String text ? text : null;
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> object(Map<String, Object> fields, String name) {
        return fields.get(name) instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
    }

    static long number(Map<String, Object> fields, String name) {
        return fields.get(name) instanceof Number number ? number.longValue() : 0;
    }

    private static List<Object> messages(List<Message> messages) {
        return messages.stream().<Object>map(Wire::message).toList();
    }

    private static Map<String, Object> message(Message message) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("role", message.role().wireName());
        putIfPresent(fields, "content", message.content() == null ? null : content(message.content()));
        putIfPresent(fields, "name", message.name());
        putIfPresent(fields, "weight", message.weight());
        fields.put("tool_calls", message.toolCalls().stream().map(Wire::call).toList());
        putIfPresent(fields, "tool_call_id", message.toolCallId());
        fields.put("extras", message.extras());
        return fields;
    }

    private static Object content(Content content) {
        if (content instanceof Content.Parts parts) {
            return parts.parts().stream()
                    .map(part -> Map.of("type", part.type(), "fields", part.fields()))
                    .toList();
        }
        return content.text();
    }

    private static Map<String, Object> call(ToolCall call) {
        Map<String, Object> fields = new LinkedHashMap<>();
        putIfPresent(fields, "id", call.id());
        fields.put("name", call.name());
        fields.put("arguments", call.arguments());
        return fields;
    }

    private static Map<String, Object> tool(Tool tool) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", tool.name());
        putIfPresent(fields, "description", tool.description());
        fields.put("parameters", tool.parameters());
        fields.put("extras", tool.extras());
        return fields;
    }

    private static Message message(Map<String, Object> fields) {
        return new Message(
                Role.ofWireName(text(fields, "role")).orElse(Role.ASSISTANT),
                content(fields.get("content")),
                optionalText(fields, "name"),
                fields.get("weight") instanceof Number weight ? weight.doubleValue() : null,
                objects(fields.get("tool_calls")).stream()
                        .map(call ->
                                new ToolCall(optionalText(call, "id"), text(call, "name"), text(call, "arguments")))
                        .toList(),
                optionalText(fields, "tool_call_id"),
                object(fields, "extras"));
    }

    private static @Nullable Content content(@Nullable Object content) {
        if (content instanceof String text) {
            return Content.of(text);
        }
        if (content instanceof List<?>) {
            return Content.of(objects(content).stream()
                    .map(part -> new Content.Part(text(part, "type"), object(part, "fields")))
                    .toList());
        }
        return null;
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> objects(@Nullable Object list) {
        List<Map<String, Object>> objects = new ArrayList<>();
        if (list instanceof List<?> elements) {
            for (Object element : elements) {
                if (element instanceof Map<?, ?> map) {
                    objects.add((Map<String, Object>) map);
                }
            }
        }
        return objects;
    }

    static void putIfPresent(Map<String, Object> fields, String name, @Nullable Object value) {
        if (value != null) {
            fields.put(name, value);
        }
    }
}
