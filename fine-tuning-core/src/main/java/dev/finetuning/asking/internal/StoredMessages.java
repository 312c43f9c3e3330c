package dev.finetuning.asking.internal;

import dev.finetuning.example.Content;
import dev.finetuning.example.Message;
import dev.finetuning.example.Role;
import dev.finetuning.example.Tool;
import dev.finetuning.example.ToolCall;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Messages and tools as JSON values, and back. */
public final class StoredMessages {
    private StoredMessages() {}

    /** Messages as JSON values. */
    public static List<Object> messages(List<Message> messages) {
        return messages.stream().<Object>map(StoredMessages::message).toList();
    }

    /** A message as fields. */
    public static Map<String, Object> message(Message message) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("role", message.role().wireName());
        StoredFields.putIfPresent(fields, "content", message.content() == null ? null : content(message.content()));
        StoredFields.putIfPresent(fields, "name", message.name());
        StoredFields.putIfPresent(fields, "weight", message.weight());
        fields.put(
                "tool_calls",
                message.toolCalls().stream().map(StoredMessages::call).toList());
        StoredFields.putIfPresent(fields, "tool_call_id", message.toolCallId());
        fields.put("extras", message.extras());
        return fields;
    }

    private static Object content(Content content) {
        if (content instanceof Content.Parts parts) {
            return parts(parts);
        }
        return content.text();
    }

    /** The parts of a content as JSON values. */
    public static List<Map<String, Object>> parts(Content.Parts parts) {
        return parts.parts().stream()
                .map(part -> Map.<String, Object>of("type", part.type(), "fields", part.fields()))
                .toList();
    }

    private static Map<String, Object> call(ToolCall call) {
        Map<String, Object> fields = new LinkedHashMap<>();
        StoredFields.putIfPresent(fields, "id", call.id());
        fields.put("name", call.name());
        fields.put("arguments", call.arguments());
        if (!call.extras().isEmpty()) {
            fields.put("extras", call.extras());
        }
        return fields;
    }

    /** A tool as fields. */
    public static Map<String, Object> tool(Tool tool) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", tool.name());
        StoredFields.putIfPresent(fields, "description", tool.description());
        fields.put("parameters", tool.parameters());
        fields.put("extras", tool.extras());
        return fields;
    }

    /** The message that these fields hold. */
    public static Message toMessage(Map<String, Object> fields) {
        return new Message(
                Role.ofWireName(StoredFields.text(fields, "role")).orElse(Role.ASSISTANT),
                content(fields.get("content")),
                StoredFields.optionalText(fields, "name").orElse(null),
                fields.get("weight") instanceof Number weight ? weight.doubleValue() : null,
                StoredFields.objects(fields.get("tool_calls")).stream()
                        .map(StoredMessages::toCall)
                        .toList(),
                StoredFields.optionalText(fields, "tool_call_id").orElse(null),
                StoredFields.object(fields, "extras"));
    }

    private static ToolCall toCall(Map<String, Object> fields) {
        return new ToolCall(
                StoredFields.optionalText(fields, "id").orElse(null),
                StoredFields.text(fields, "name"),
                StoredFields.text(fields, "arguments"),
                StoredFields.object(fields, "extras"));
    }

    private static @Nullable Content content(@Nullable Object content) {
        if (content instanceof String text) {
            return Content.of(text);
        }
        if (content instanceof List<?>) {
            return Content.of(StoredFields.objects(content).stream()
                    .map(part -> new Content.Part(StoredFields.text(part, "type"), StoredFields.object(part, "fields")))
                    .toList());
        }
        return null;
    }

    /** The messages in a list. */
    public static List<Message> toMessages(@Nullable Object list) {
        return StoredFields.objects(list).stream()
                .map(StoredMessages::toMessage)
                .toList();
    }

    /** The tool that these fields hold. */
    public static Tool toTool(Map<String, Object> fields) {
        return new Tool(
                StoredFields.text(fields, "name"),
                StoredFields.optionalText(fields, "description").orElse(null),
                StoredFields.object(fields, "parameters"),
                StoredFields.object(fields, "extras"));
    }
}
