package dev.finetuning.format.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.finetuning.example.Content;
import dev.finetuning.example.Message;
import dev.finetuning.internal.json.JsonText;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes messages as {@link MessageReader} reads them. */
public final class MessageWriter {
    private static final Set<String> KNOWN =
            Set.of("role", "content", "name", "weight", "tool_calls", "function_call", "tool_call_id");

    /** Where there is no content, {@code text} would be read as such. */
    private static final Set<String> KNOWN_WITHOUT_CONTENT =
            Set.of("role", "content", "text", "name", "weight", "tool_calls", "function_call", "tool_call_id");

    private MessageWriter() {}

    public static void messages(JsonGenerator generator, String field, List<Message> messages) throws IOException {
        generator.writeArrayFieldStart(field);
        for (Message message : messages) {
            generator.writeStartObject();
            write(generator, message);
            generator.writeEndObject();
        }
        generator.writeEndArray();
    }

    private static void write(JsonGenerator generator, Message message) throws IOException {
        generator.writeStringField("role", message.role().wireName());
        Content content = message.content().orElse(null);
        content(generator, content);
        if (message.name().isPresent()) {
            generator.writeStringField("name", message.name().get());
        }
        if (message.weight().isPresent()) {
            weight(generator, message.weight().getAsDouble());
        }
        if (!message.toolCalls().isEmpty()) {
            ToolWriter.calls(generator, message.toolCalls());
        }
        if (message.toolCallId().isPresent()) {
            generator.writeStringField("tool_call_id", message.toolCallId().get());
        }
        UnknownFields.write(generator, message.extras(), content == null ? KNOWN_WITHOUT_CONTENT : KNOWN);
    }

    private static void content(JsonGenerator generator, @Nullable Content content) throws IOException {
        if (content instanceof Content.Text text) {
            generator.writeStringField("content", text.text());
        } else if (content instanceof Content.Parts parts) {
            generator.writeArrayFieldStart("content");
            for (Content.Part part : parts.parts()) {
                generator.writeStartObject();
                generator.writeStringField("type", part.type());
                for (Map.Entry<String, Object> field : part.fields().entrySet()) {
                    generator.writeFieldName(field.getKey());
                    JsonText.write(generator, field.getValue());
                }
                generator.writeEndObject();
            }
            generator.writeEndArray();
        }
    }

    public static void weight(JsonGenerator generator, double weight) throws IOException {
        generator.writeFieldName("weight");
        if (weight == Math.rint(weight) && Math.abs(weight) < 1e9) {
            generator.writeNumber((int) weight);
        } else {
            generator.writeNumber(weight);
        }
    }
}
