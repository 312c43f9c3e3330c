package dev.finetuning.format.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.finetuning.example.Content;
import dev.finetuning.example.Message;
import dev.finetuning.example.Role;
import dev.finetuning.internal.json.JsonFault;
import java.io.IOException;
import java.util.List;

/** A side of a conversation that stands either as one string or as a list of messages. */
public final class TextOrMessages {
    private TextOrMessages() {}

    /** Reads either form; a string becomes one message of that role. */
    public static List<Message> read(JsonParser parser, Role role) throws IOException, JsonFault {
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
            return List.of(Message.of(role, parser.getText()));
        }
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            return List.of(MessageReader.message(parser));
        }
        return MessageReader.messages(parser);
    }

    /** Whether a string says all there is: one message of that role with plain text and nothing else. */
    public static boolean isPlain(List<Message> messages, Role role) {
        return messages.size() == 1 && isPlain(messages.get(0), role);
    }

    public static boolean isPlain(Message message, Role role) {
        return message.role() == role
                && message.content().orElse(null) instanceof Content.Text
                && message.equals(Message.of(role, message.text()));
    }

    public static void write(JsonGenerator generator, String field, List<Message> messages, boolean asText)
            throws IOException {
        if (asText) {
            generator.writeStringField(field, messages.get(0).text());
        } else {
            MessageWriter.messages(generator, field, messages);
        }
    }
}
