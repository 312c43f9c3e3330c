package dev.finetuning.mistral.wire;

import dev.finetuning.example.Content;
import dev.finetuning.example.Message;
import dev.finetuning.example.Role;
import dev.finetuning.example.Tool;
import dev.finetuning.example.ToolCall;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Messages and tools as training lines and chat requests share them. */
public final class MistralMessages {
    private static final String IMAGE_URL = "image_url";

    private MistralMessages() {}

    /** A message without its weight, which only training lines have. */
    public static Map<String, Object> message(Message message) {
        Map<String, Object> fields = new LinkedHashMap<>();
        Role role = message.role() == Role.DEVELOPER ? Role.SYSTEM : message.role();
        fields.put("role", role.wireName());
        boolean calls = !message.toolCalls().isEmpty();
        if (!(calls && message.text().isEmpty() && !(message.content() instanceof Content.Parts))) {
            putIfGiven(fields, "content", content(message.content()));
        }
        putIfGiven(fields, "name", message.name());
        if (calls) {
            fields.put(
                    "tool_calls",
                    message.toolCalls().stream().map(MistralMessages::call).toList());
        }
        putIfGiven(fields, "tool_call_id", message.toolCallId());
        if (message.extras().get("prefix") instanceof Boolean prefix) {
            fields.put("prefix", prefix);
        }
        return fields;
    }

    private static @Nullable Object content(@Nullable Content content) {
        if (content instanceof Content.Parts parts) {
            return parts.parts().stream().map(MistralMessages::part).toList();
        }
        return content == null ? null : content.text();
    }

    /** An image's address stands as a bare text where nothing else is said about it. */
    private static Map<String, Object> part(Content.Part part) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("type", part.type());
        fields.putAll(part.fields());
        if (fields.get(IMAGE_URL) instanceof Map<?, ?> image
                && image.size() == 1
                && image.get("url") instanceof String url) {
            fields.put(IMAGE_URL, url);
        }
        return fields;
    }

    private static Map<String, Object> call(ToolCall call) {
        Map<String, Object> function = new LinkedHashMap<>();
        function.put("name", call.name());
        function.put("arguments", call.arguments());
        Map<String, Object> fields = new LinkedHashMap<>();
        putIfGiven(fields, "id", call.id());
        fields.put("type", "function");
        fields.put("function", function);
        return fields;
    }

    /** A tool with all three of its fields, which are asked for; empty if it is no function. */
    public static Optional<Map<String, Object>> tool(Tool tool) {
        if (tool.extras().get("type") instanceof String) {
            return Optional.empty();
        }
        Map<String, Object> function = new LinkedHashMap<>();
        function.put("name", tool.name());
        function.put("description", tool.description() == null ? "" : tool.description());
        function.put("parameters", tool.parameters());
        if (tool.extras().get("strict") instanceof Boolean strict) {
            function.put("strict", strict);
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("type", "function");
        fields.put("function", function);
        return Optional.of(fields);
    }

    private static void putIfGiven(Map<String, Object> fields, String name, @Nullable Object value) {
        if (value != null) {
            fields.put(name, value);
        }
    }
}
