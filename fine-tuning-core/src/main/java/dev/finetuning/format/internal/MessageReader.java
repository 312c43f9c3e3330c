package dev.finetuning.format.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.finetuning.example.Content;
import dev.finetuning.example.Message;
import dev.finetuning.example.Role;
import dev.finetuning.example.ToolCall;
import dev.finetuning.internal.json.JsonFault;
import dev.finetuning.internal.json.StrictJson;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Messages in the shape that chat APIs share. */
public final class MessageReader {
    private MessageReader() {}

    public static List<Message> messages(JsonParser parser) throws IOException, JsonFault {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw noMessages(StrictJson.pointer(parser));
        }
        return Tokens.list(parser, MessageReader::message);
    }

    public static JsonFault noMessages(String pointer) {
        return new JsonFault(
                "missing_messages_list",
                pointer,
                "There is no list of messages.",
                "Write the conversation as an array of messages with role and content.");
    }

    public static Message message(JsonParser parser) throws IOException, JsonFault {
        Tokens.object(parser);
        Role role = null;
        Content content = null;
        String speaker = null;
        Double weight = null;
        List<ToolCall> calls = List.of();
        String callId = null;
        UnknownFields extras = new UnknownFields();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            switch (name) {
                case "role" -> role = role(parser);
                case "content" -> content = content(parser);
                case "name" -> speaker = Tokens.stringOrNull(parser);
                case "weight" -> weight = weight(parser);
                case "tool_calls" -> calls = Tokens.isNull(parser) ? calls : Tokens.list(parser, ToolReader::call);
                case "tool_call_id" -> callId = Tokens.stringOrNull(parser);
                default -> extras.keep(name, parser);
            }
        }
        if (role == null) {
            throw new JsonFault(
                    "message_missing_key",
                    StrictJson.pointer(parser),
                    "The message has no role.",
                    "Give each message a role: system, developer, user, assistant or tool.");
        }
        return new Message(role, content, speaker, weight, calls, callId, extras.fields());
    }

    public static Role role(JsonParser parser) throws IOException, JsonFault {
        return switch (Tokens.string(parser)) {
            case "user" -> Role.USER;
            case "assistant" -> Role.ASSISTANT;
            case "system" -> Role.SYSTEM;
            case "tool" -> Role.TOOL;
            case "developer" -> Role.DEVELOPER;
            default ->
                throw new JsonFault(
                        "unrecognized_role",
                        StrictJson.pointer(parser),
                        "The role is none of system, developer, user, assistant and tool.",
                        "Use one of these; a former function message is a tool message today.");
        };
    }

    public static @Nullable Content content(JsonParser parser) throws IOException, JsonFault {
        return switch (parser.currentToken()) {
            case VALUE_STRING -> Content.of(parser.getText());
            case VALUE_NULL -> null;
            case START_ARRAY -> Content.of(Tokens.list(parser, MessageReader::part));
            default -> throw Tokens.unexpected(parser, "a string or an array of parts");
        };
    }

    private static Content.Part part(JsonParser parser) throws IOException, JsonFault {
        Tokens.object(parser);
        String type = null;
        UnknownFields fields = new UnknownFields();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            if (name.equals("type")) {
                type = Tokens.string(parser);
            } else {
                fields.keep(name, parser);
            }
        }
        if (type == null) {
            throw new JsonFault(
                    "message_missing_key",
                    StrictJson.pointer(parser),
                    "The content part has no type.",
                    "Give each part a type, such as text or image_url.");
        }
        return new Content.Part(type, fields.fields());
    }

    public static @Nullable Double weight(JsonParser parser) throws IOException, JsonFault {
        if (Tokens.isNull(parser)) {
            return null;
        }
        if (!parser.currentToken().isNumeric()) {
            throw Tokens.unexpected(parser, "a number");
        }
        return StrictJson.value(parser) instanceof Number number ? number.doubleValue() : null;
    }
}
