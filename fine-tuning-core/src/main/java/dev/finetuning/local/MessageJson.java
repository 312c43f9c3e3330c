package dev.finetuning.local;

import dev.finetuning.example.Content;
import dev.finetuning.example.Message;
import dev.finetuning.example.Role;
import dev.finetuning.example.ToolCall;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A message as a JSON object, in the form most chat APIs share, and back. */
final class MessageJson {
    private MessageJson() {}

    static Map<String, Object> write(Message message) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("role", message.role().wireName());
        if (message.content() instanceof Content.Text text) {
            json.put("content", text.text());
        } else if (message.content() instanceof Content.Parts parts) {
            json.put("content", parts.parts().stream().map(MessageJson::part).toList());
        }
        putIfPresent(json, "name", message.name());
        putIfPresent(json, "weight", message.weight());
        if (!message.toolCalls().isEmpty()) {
            json.put(
                    "tool_calls",
                    message.toolCalls().stream().map(MessageJson::call).toList());
        }
        putIfPresent(json, "tool_call_id", message.toolCallId());
        return json;
    }

    private static void putIfPresent(Map<String, Object> json, String name, @Nullable Object value) {
        if (value != null) {
            json.put(name, value);
        }
    }

    private static Map<String, Object> part(Content.Part part) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("type", part.type());
        json.putAll(part.fields());
        return json;
    }

    private static Map<String, Object> call(ToolCall call) {
        Map<String, Object> json = new LinkedHashMap<>();
        putIfPresent(json, "id", call.id());
        json.put("type", "function");
        json.put("function", Map.of("name", call.name(), "arguments", call.arguments()));
        return json;
    }

    /**
     * Reads a message.
     *
     * @throws IOException if a field is missing or of the wrong type; the text names it
     */
    static Message read(Map<?, ?> json) throws IOException {
        Role role = Role.ofWireName(text(json, "role")).orElseThrow(() -> new IOException("role is not known"));
        Object weight = json.get("weight");
        return new Message(
                role,
                content(json.get("content")),
                optionalText(json, "name"),
                weight instanceof Number number ? (Double) number.doubleValue() : null,
                calls(json.get("tool_calls")),
                optionalText(json, "tool_call_id"),
                Map.of());
    }

    private static @Nullable Content content(@Nullable Object json) throws IOException {
        if (json == null) {
            return null;
        }
        if (json instanceof String text) {
            return Content.of(text);
        }
        List<Content.Part> parts = new ArrayList<>();
        for (Object element : list(json, "content")) {
            Map<String, Object> fields = new LinkedHashMap<>();
            object(element, "content").forEach((name, value) -> fields.put(String.valueOf(name), value));
            Object type = fields.remove("type");
            parts.add(new Content.Part(String.valueOf(type), fields));
        }
        return Content.of(parts);
    }

    private static List<ToolCall> calls(@Nullable Object json) throws IOException {
        List<ToolCall> calls = new ArrayList<>();
        for (Object element : json == null ? List.of() : list(json, "tool_calls")) {
            Map<?, ?> call = object(element, "tool_calls");
            Map<?, ?> function = object(call.get("function"), "tool_calls.function");
            calls.add(new ToolCall(optionalText(call, "id"), text(function, "name"), text(function, "arguments")));
        }
        return calls;
    }

    static List<?> list(@Nullable Object json, String field) throws IOException {
        if (json instanceof List<?> list) {
            return list;
        }
        throw new IOException(field + " is not a list");
    }

    static Map<?, ?> object(@Nullable Object json, String field) throws IOException {
        if (json instanceof Map<?, ?> map) {
            return map;
        }
        throw new IOException(field + " does not hold objects");
    }

    private static String text(Map<?, ?> json, String field) throws IOException {
        if (json.get(field) instanceof String text) {
            return text;
        }
        throw new IOException(field + " is missing or not text");
    }

    private static @Nullable String optionalText(Map<?, ?> json, String field) {
        return json.get(field) instanceof String text ? text : null;
    }
}
