package dev.finetuning.eval;

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
final class MessageWire {
    private MessageWire() {}

    static List<Object> messages(List<Message> messages) {
        return messages.stream().<Object>map(MessageWire::message).toList();
    }

    static Map<String, Object> message(Message message) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("role", message.role().wireName());
        Wire.putIfPresent(fields, "content", message.content() == null ? null : content(message.content()));
        Wire.putIfPresent(fields, "name", message.name());
        Wire.putIfPresent(fields, "weight", message.weight());
        fields.put(
                "tool_calls",
                message.toolCalls().stream().map(MessageWire::call).toList());
        Wire.putIfPresent(fields, "tool_call_id", message.toolCallId());
        fields.put("extras", message.extras());
        return fields;
    }

    private static Object content(Content content) {
        if (content instanceof Content.Parts parts) {
            return parts(parts);
        }
        return content.text();
    }

    static List<Map<String, Object>> parts(Content.Parts parts) {
        return parts.parts().stream()
                .map(part -> Map.<String, Object>of("type", part.type(), "fields", part.fields()))
                .toList();
    }

    private static Map<String, Object> call(ToolCall call) {
        Map<String, Object> fields = new LinkedHashMap<>();
        Wire.putIfPresent(fields, "id", call.id());
        fields.put("name", call.name());
        fields.put("arguments", call.arguments());
        if (!call.extras().isEmpty()) {
            fields.put("extras", call.extras());
        }
        return fields;
    }

    static Map<String, Object> tool(Tool tool) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", tool.name());
        Wire.putIfPresent(fields, "description", tool.description());
        fields.put("parameters", tool.parameters());
        fields.put("extras", tool.extras());
        return fields;
    }

    static Message toMessage(Map<String, Object> fields) {
        return new Message(
                Role.ofWireName(Wire.text(fields, "role")).orElse(Role.ASSISTANT),
                content(fields.get("content")),
                Wire.optionalText(fields, "name"),
                fields.get("weight") instanceof Number weight ? weight.doubleValue() : null,
                Wire.objects(fields.get("tool_calls")).stream()
                        .map(MessageWire::toCall)
                        .toList(),
                Wire.optionalText(fields, "tool_call_id"),
                Wire.object(fields, "extras"));
    }

    private static ToolCall toCall(Map<String, Object> fields) {
        return new ToolCall(
                Wire.optionalText(fields, "id"),
                Wire.text(fields, "name"),
                Wire.text(fields, "arguments"),
                Wire.object(fields, "extras"));
    }

    private static @Nullable Content content(@Nullable Object content) {
        if (content instanceof String text) {
            return Content.of(text);
        }
        if (content instanceof List<?>) {
            return Content.of(Wire.objects(content).stream()
                    .map(part -> new Content.Part(Wire.text(part, "type"), Wire.object(part, "fields")))
                    .toList());
        }
        return null;
    }

    static List<Message> toMessages(@Nullable Object list) {
        return Wire.objects(list).stream().map(MessageWire::toMessage).toList();
    }

    static Tool toTool(Map<String, Object> fields) {
        return new Tool(
                Wire.text(fields, "name"),
                Wire.optionalText(fields, "description"),
                Wire.object(fields, "parameters"),
                Wire.object(fields, "extras"));
    }
}
