package dev.finetuning.format.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.finetuning.example.Content;
import dev.finetuning.example.Message;
import dev.finetuning.example.Role;
import dev.finetuning.example.ToolCall;
import dev.finetuning.internal.json.JsonFault;
import dev.finetuning.internal.json.JsonText;
import dev.finetuning.internal.json.StrictJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Messages in the shape that chat APIs share. */
public final class MessageReader {
    private MessageReader() {}

    public static List<Message> messages(JsonParser parser) throws IOException, JsonFault {
        if (parser.currentToken() != JsonToken.START_ARRAY && parser.currentToken() != JsonToken.VALUE_STRING) {
            throw noMessages(StrictJson.pointer(parser));
        }
        return listOrText(parser, MessageReader::message);
    }

    /** Reads an array, or the same as JSON within a string, as tables and some files hold it. */
    static List<Message> listOrText(JsonParser parser, Tokens.Element<Message> element) throws IOException, JsonFault {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            return Tokens.list(parser, element);
        }
        String pointer = StrictJson.pointer(parser);
        if (!parser.getText().stripLeading().startsWith("[")) {
            throw noMessages(pointer);
        }
        byte[] text = parser.getText().getBytes(StandardCharsets.UTF_8);
        try {
            return StrictJson.standard().whole(text, 0, text.length, inner -> Tokens.list(inner, element));
        } catch (JsonFault e) {
            throw new JsonFault(
                    "messages_unparsable",
                    pointer,
                    "The text does not hold a JSON array of messages: " + e.reason(),
                    e.remedy());
        }
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
        List<ToolCall> retired = List.of();
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
                case "function_call" -> retired = ToolReader.legacyCall(parser);
                case "tool_call_id" -> callId = Tokens.stringOrNull(parser);
                default -> extras.keep(name, parser);
            }
        }
        if (!retired.isEmpty()) {
            if (!calls.isEmpty()) {
                throw new JsonFault(
                        "two_forms_of_calls",
                        StrictJson.pointer(parser),
                        "The message has both tool_calls and the retired function_call.",
                        "Keep tool_calls.");
            }
            calls = retired;
        }
        if (content == null && extras.fields().get("text") instanceof String text) {
            content = Content.of(text);
            extras.remove("text");
        }
        if (role == null
                && content == null
                && calls.isEmpty()
                && extras.fields().containsKey("from")) {
            return Speakers.inOtherShape(extras.fields(), speaker, weight, callId);
        }
        if (role == null) {
            throw new JsonFault(
                    "message_missing_key",
                    StrictJson.pointer(parser),
                    "The message has no role.",
                    "Give each message a role: system, developer, user, assistant or tool.");
        }
        return message(role, content, speaker, weight, calls, callId, extras);
    }

    private static Message message(
            Role role,
            @Nullable Content content,
            @Nullable String speaker,
            @Nullable Double weight,
            List<ToolCall> calls,
            @Nullable String callId,
            UnknownFields extras) {
        Message.Builder message = Message.builder(role).toolCalls(calls).extras(extras.fields());
        if (content != null) {
            message.content(content);
        }
        if (speaker != null) {
            message.name(speaker);
        }
        if (weight != null) {
            message.weight(weight);
        }
        if (callId != null) {
            message.toolCallId(callId);
        }
        return message.build();
    }

    public static Role role(JsonParser parser) throws IOException, JsonFault {
        return switch (Tokens.string(parser)) {
            case "user" -> Role.USER;
            case "assistant" -> Role.ASSISTANT;
            case "system" -> Role.SYSTEM;
            case "tool" -> Role.TOOL;
            case "developer" -> Role.DEVELOPER;
            case "human", "prompter" -> Role.USER;
            case "gpt", "model" -> Role.ASSISTANT;
            case "function" -> Role.TOOL;
            default ->
                throw new JsonFault(
                        "unrecognized_role",
                        StrictJson.pointer(parser),
                        "The role is none of system, developer, user, assistant and tool.",
                        "Use one of these, or map the names with a FieldMapping.");
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
        return new Content.Part(type, checked(type, fields, parser));
    }

    /** The fields of a part, which must hold what its type promises. */
    private static Map<String, Object> checked(String type, UnknownFields fields, JsonParser parser) throws JsonFault {
        if (type.equals("text")
                && fields.fields().get("value") instanceof String value
                && !fields.fields().containsKey("text")) {
            fields.remove("value");
            fields.put("text", value);
        }
        boolean whole = switch (type) {
            case "text", "input_text", "output_text" -> fields.fields().get("text") instanceof String;
            case "image_url" -> fields.fields().get("image_url") != null;
            default -> true;
        };
        if (!whole) {
            throw new JsonFault(
                    "message_missing_key",
                    StrictJson.pointer(parser),
                    "The content part of type " + type + " does not hold "
                            + (type.equals("image_url") ? "an image URL" : "text") + ".",
                    "Write {\"type\": \"text\", \"text\": \"…\"} or {\"type\": \"image_url\", \"image_url\": {\"url\": \"…\"}}.");
        }
        return fields.fields();
    }

    /** Reads a message that another shape's reader has taken apart. */
    static Message inOtherShape(
            Map<String, Object> fields, @Nullable String value, @Nullable Double weight, @Nullable String callId)
            throws IOException, JsonFault {
        Map<String, Object> all = new LinkedHashMap<>(fields);
        putIfThere(all, all.containsKey("content") ? "value" : "content", value);
        putIfThere(all, "weight", weight);
        putIfThere(all, "tool_call_id", callId);
        byte[] json = JsonText.bytes(all);
        return StrictJson.standard().whole(json, 0, json.length, MessageReader::message);
    }

    static void putIfThere(Map<String, Object> fields, String name, @Nullable Object value) {
        if (value != null) {
            fields.put(name, value);
        }
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
