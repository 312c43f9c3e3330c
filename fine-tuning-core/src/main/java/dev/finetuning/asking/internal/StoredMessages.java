package dev.finetuning.asking.internal;

import dev.finetuning.example.Content;
import dev.finetuning.example.Message;
import dev.finetuning.example.Role;
import dev.finetuning.example.Tool;
import dev.finetuning.example.ToolCall;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
        message.content().ifPresent(content -> fields.put("content", content(content)));
        message.name().ifPresent(name -> fields.put("name", name));
        message.weight().ifPresent(weight -> fields.put("weight", weight));
        fields.put(
                "tool_calls",
                message.toolCalls().stream().map(StoredMessages::call).toList());
        message.toolCallId().ifPresent(id -> fields.put("tool_call_id", id));
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
        call.id().ifPresent(id -> fields.put("id", id));
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
        tool.description().ifPresent(description -> fields.put("description", description));
        fields.put("parameters", tool.parameters());
        fields.put("extras", tool.extras());
        return fields;
    }

    /** The message that these fields hold. */
    public static Message toMessage(Map<String, Object> fields) {
        Message.Builder message = Message.builder(
                        Role.ofWireName(StoredFields.text(fields, "role")).orElse(Role.ASSISTANT))
                .toolCalls(StoredFields.objects(fields.get("tool_calls")).stream()
                        .map(StoredMessages::toCall)
                        .toList())
                .extras(StoredFields.object(fields, "extras"));
        content(fields.get("content")).ifPresent(message::content);
        StoredFields.optionalText(fields, "name").ifPresent(message::name);
        if (fields.get("weight") instanceof Number weight) {
            message.weight(weight.doubleValue());
        }
        StoredFields.optionalText(fields, "tool_call_id").ifPresent(message::toolCallId);
        return message.build();
    }

    private static ToolCall toCall(Map<String, Object> fields) {
        return new ToolCall(
                StoredFields.optionalText(fields, "id"),
                StoredFields.text(fields, "name"),
                StoredFields.text(fields, "arguments"),
                StoredFields.object(fields, "extras"));
    }

    private static Optional<Content> content(@Nullable Object content) {
        if (content instanceof String text) {
            return Optional.of(Content.of(text));
        }
        if (content instanceof List<?>) {
            return Optional.of(Content.of(StoredFields.objects(content).stream()
                    .map(part -> new Content.Part(StoredFields.text(part, "type"), StoredFields.object(part, "fields")))
                    .toList()));
        }
        return Optional.empty();
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
                StoredFields.optionalText(fields, "description"),
                StoredFields.object(fields, "parameters"),
                StoredFields.object(fields, "extras"));
    }
}
