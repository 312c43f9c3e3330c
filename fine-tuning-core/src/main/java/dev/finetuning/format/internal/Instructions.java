package dev.finetuning.format.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.finetuning.example.Content;
import dev.finetuning.example.Message;
import dev.finetuning.example.Role;
import dev.finetuning.internal.json.JsonFault;
import dev.finetuning.internal.json.StrictJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The instruction that stands beside the messages of a record, under any of the names that are about. It
 * becomes the first message. Costs nothing where there is none.
 */
public final class Instructions {
    /** What the field is called, by whom it may be. */
    public static final Set<String> FIELDS = Set.of(
            "system",
            "system_prompt",
            "systemPrompt",
            "system_message",
            "systemMessage",
            "system_instruction",
            "systemInstruction");

    private @Nullable List<Message> messages;

    /** Reads the field whose value the parser stands on, if it is one of {@link #FIELDS}. */
    public boolean take(String name, JsonParser parser) throws IOException, JsonFault {
        if (!FIELDS.contains(name)) {
            return false;
        }
        Content content = read(parser);
        if (content != null && !content.text().isEmpty()) {
            Message message = Message.of(Role.SYSTEM, content.text()).withContent(content);
            messages = messages == null ? new ArrayList<>() : messages;
            if (!messages.contains(message)) {
                messages.add(message);
            }
        }
        return true;
    }

    /** The messages with the instruction before them, unless they begin with just that. */
    public List<Message> before(List<Message> others) {
        if (messages == null) {
            return others;
        }
        List<Message> all = new ArrayList<>(messages);
        int same = !others.isEmpty() && others.get(0).equals(messages.get(0)) ? 1 : 0;
        all.addAll(others.subList(same, others.size()));
        return all;
    }

    private static @Nullable Content read(JsonParser parser) throws IOException, JsonFault {
        if (Tokens.isNull(parser)) {
            return null;
        }
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
            return Content.of(parser.getText());
        }
        String pointer = StrictJson.pointer(parser);
        Content content = content(StrictJson.value(parser));
        if (content == null) {
            throw new JsonFault(
                    "data_type",
                    pointer,
                    "The instruction is neither text nor a message of text.",
                    "Write it as a string.");
        }
        return content;
    }

    /** A message with content, a Gemini message with parts, or a list of text parts. */
    private static @Nullable Content content(@Nullable Object value) {
        if (value instanceof String text) {
            return Content.of(text);
        }
        if (value instanceof List<?> list) {
            return parts(list);
        }
        if (value instanceof Map<?, ?> map) {
            for (String field : List.of("content", "parts", "text")) {
                Object inner = map.get(field);
                int known = 1 + (map.containsKey("role") ? 1 : 0) + (map.containsKey("type") ? 1 : 0);
                if (inner != null && map.size() == known) {
                    return content(inner);
                }
            }
        }
        return null;
    }

    private static @Nullable Content parts(List<?> list) {
        List<Content.Part> parts = new ArrayList<>();
        for (Object element : list) {
            Content content = element instanceof List<?> ? null : content(element);
            if (!(content instanceof Content.Text text)) {
                return null;
            }
            parts.add(Content.Part.text(text.text()));
        }
        return parts.size() == 1
                ? Content.of(String.valueOf(parts.get(0).fields().get("text")))
                : Content.of(parts);
    }
}
