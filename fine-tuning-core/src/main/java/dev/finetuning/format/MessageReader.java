package dev.finetuning.format;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.finetuning.example.Content;
import dev.finetuning.example.Message;
import dev.finetuning.example.Role;
import dev.finetuning.example.Tool;
import dev.finetuning.example.ToolCall;
import dev.finetuning.internal.json.JsonFault;
import dev.finetuning.internal.json.JsonText;
import dev.finetuning.internal.json.StrictJson;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Messages and tools in the shape that chat APIs share. */
final class MessageReader {
    private MessageReader() {}

    static List<Message> messages(JsonParser parser) throws IOException, JsonFault {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw noMessages(StrictJson.pointer(parser));
        }
        return Tokens.list(parser, MessageReader::message);
    }

    static JsonFault noMessages(String pointer) {
        return new JsonFault(
                "missing_messages_list",
                pointer,
                "There is no list of messages.",
                "Write the conversation as an array of messages with role and content.");
    }

    static List<Tool> tools(JsonParser parser) throws IOException, JsonFault {
        return Tokens.isNull(parser) ? List.of() : Tokens.list(parser, MessageReader::tool);
    }

    static Message message(JsonParser parser) throws IOException, JsonFault {
        Tokens.object(parser);
        Role role = null;
        Content content = null;
        String speaker = null;
        Double weight = null;
        List<ToolCall> calls = List.of();
        String callId = null;
        Extras extras = new Extras();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            switch (name) {
                case "role" -> role = role(parser);
                case "content" -> content = content(parser);
                case "name" -> speaker = Tokens.stringOrNull(parser);
                case "weight" -> weight = weight(parser);
                case "tool_calls" -> calls = Tokens.isNull(parser) ? calls : Tokens.list(parser, MessageReader::call);
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

    static Role role(JsonParser parser) throws IOException, JsonFault {
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

    static @Nullable Content content(JsonParser parser) throws IOException, JsonFault {
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
        Extras fields = new Extras();
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

    static @Nullable Double weight(JsonParser parser) throws IOException, JsonFault {
        if (Tokens.isNull(parser)) {
            return null;
        }
        if (!parser.currentToken().isNumeric()) {
            throw Tokens.unexpected(parser, "a number");
        }
        return StrictJson.value(parser) instanceof Number number ? number.doubleValue() : null;
    }

    private static ToolCall call(JsonParser parser) throws IOException, JsonFault {
        Tokens.object(parser);
        String id = null;
        Function function = new Function();
        Extras extras = new Extras();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            switch (name) {
                case "id" -> id = Tokens.stringOrNull(parser);
                case "function" -> function.read(parser);
                case "type" -> keepUnlessFunction(extras, parser);
                default -> extras.keep(name, parser);
            }
        }
        if (!function.extras.fields().isEmpty()) {
            extras.put("function", function.extras.fields());
        }
        String arguments = function.arguments == null ? "" : function.arguments;
        return new ToolCall(id, function.name(parser), arguments, extras.fields());
    }

    private static void keepUnlessFunction(Extras extras, JsonParser parser) throws IOException, JsonFault {
        if (!"function".equals(parser.getText())) {
            extras.keep("type", parser);
        }
    }

    private static Tool tool(JsonParser parser) throws IOException, JsonFault {
        Tokens.object(parser);
        Function function = new Function();
        Extras beside = new Extras();
        String type = "function";
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            switch (name) {
                case "type" -> type = Tokens.string(parser);
                case "function" -> function.read(parser);
                case "name", "description", "parameters" -> function.field(name, parser);
                default -> beside.keep(name, parser);
            }
        }
        return type.equals("function") ? functionTool(function, beside, parser) : hostTool(type, function, beside);
    }

    private static Tool functionTool(Function function, Extras beside, JsonParser parser) throws JsonFault {
        if (!beside.fields().isEmpty()) {
            function.extras.put(ToolWriter.BESIDE, beside.fields());
        }
        return new Tool(function.name(parser), function.description, function.parameters, function.extras.fields());
    }

    /** A tool that is no function, such as a host's own web search: kept whole. */
    private static Tool hostTool(String type, Function function, Extras beside) {
        beside.put("type", type);
        return new Tool(
                function.name == null ? type : function.name,
                function.description,
                function.parameters,
                beside.fields());
    }

    /** What stands in the object called function, of a tool or of a call. */
    private static final class Function {
        private @Nullable String name;
        private @Nullable String description;
        private Map<String, Object> parameters = Map.of();
        private @Nullable String arguments;
        private final Extras extras = new Extras();

        void read(JsonParser parser) throws IOException, JsonFault {
            Tokens.object(parser);
            for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
                parser.nextToken();
                field(field, parser);
            }
        }

        void field(String field, JsonParser parser) throws IOException, JsonFault {
            switch (field) {
                case "name" -> name = Tokens.string(parser);
                case "description" -> description = Tokens.stringOrNull(parser);
                case "parameters" -> parameters = Tokens.isNull(parser) ? Map.of() : StrictJson.object(parser);
                case "arguments" -> arguments = arguments(parser);
                default -> extras.keep(field, parser);
            }
        }

        /** Arguments are JSON text by convention; some files hold the object itself. */
        private static String arguments(JsonParser parser) throws IOException, JsonFault {
            return parser.currentToken() == JsonToken.VALUE_STRING
                    ? parser.getText()
                    : JsonText.of(StrictJson.value(parser));
        }

        String name(JsonParser parser) throws JsonFault {
            if (name == null) {
                throw new JsonFault(
                        "message_missing_key",
                        StrictJson.pointer(parser),
                        "The function has no name.",
                        "Write function: {name, …}.");
            }
            return name;
        }
    }
}
