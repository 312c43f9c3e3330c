package dev.finetuning.format.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.finetuning.example.Tool;
import dev.finetuning.example.ToolCall;
import dev.finetuning.internal.json.JsonFault;
import dev.finetuning.internal.json.JsonText;
import dev.finetuning.internal.json.StrictJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads tools and tool calls in the shapes that are about: a function in an object called function, as
 * chat providers have it, or without that object; and tools that are no functions, which are kept whole.
 */
public final class ToolReader {
    private ToolReader() {}

    /** Reads an array of tools, or the same as JSON within a string, as tables and some files hold it. */
    public static List<Tool> tools(JsonParser parser) throws IOException, JsonFault {
        if (Tokens.isNull(parser)) {
            return List.of();
        }
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            return Tokens.list(parser, ToolReader::tool);
        }
        String text = parser.getText();
        if (text.isBlank()) {
            return List.of();
        }
        String pointer = StrictJson.pointer(parser);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try {
            return StrictJson.standard()
                    .whole(
                            bytes,
                            0,
                            bytes.length,
                            array -> Tokens.isNull(array) ? List.of() : Tokens.list(array, ToolReader::tool));
        } catch (JsonFault e) {
            throw new JsonFault(
                    "tools_unparsable", pointer, "The tools are not a JSON array of functions.", e.remedy());
        }
    }

    /** Those tools and the ones of another field, such as the retired {@code functions}. */
    public static List<Tool> joined(List<Tool> others, JsonParser parser) throws IOException, JsonFault {
        List<Tool> read = tools(parser);
        if (others.isEmpty()) {
            return read;
        }
        List<Tool> all = new ArrayList<>(others);
        read.stream().filter(tool -> !others.contains(tool)).forEach(all::add);
        return all;
    }

    private static Tool tool(JsonParser parser) throws IOException, JsonFault {
        String pointer = StrictJson.pointer(parser);
        Fields fields = Fields.read(parser, pointer);
        String type = fields.string("type");
        if (type != null && !type.equals("function")) {
            return builtInTool(type, fields);
        }
        if (!fields.has("function")) {
            return functionTool(fields);
        }
        Fields function = fields.object("function");
        Tool tool = functionTool(function);
        if (fields.rest().isEmpty()) {
            return tool;
        }
        Map<String, Object> extras = new LinkedHashMap<>(tool.extras());
        extras.put(ToolWriter.BESIDE, fields.rest());
        return new Tool(tool.name(), tool.description(), tool.parameters(), extras);
    }

    private static Tool functionTool(Fields function) throws JsonFault {
        String name = function.name();
        return new Tool(
                name, Optional.ofNullable(function.string("description")), function.map("parameters"), function.rest());
    }

    /** A tool that is no function, such as a provider's own web search. */
    private static Tool builtInTool(String type, Fields fields) throws JsonFault {
        String name = fields.string("name");
        Optional<String> description = Optional.ofNullable(fields.string("description"));
        Map<String, Object> parameters = fields.map("parameters");
        Map<String, Object> extras = new LinkedHashMap<>(fields.rest());
        extras.put("type", type);
        return new Tool(name == null ? type : name, description, parameters, extras);
    }

    /** Reads the retired {@code function_call}, a call without an id. */
    static List<ToolCall> legacyCall(JsonParser parser) throws IOException, JsonFault {
        if (Tokens.isNull(parser)) {
            return List.of();
        }
        Fields function = Fields.read(parser, StrictJson.pointer(parser));
        String name = function.name();
        String arguments = function.text("arguments");
        Map<String, Object> extras = function.rest().isEmpty() ? Map.of() : Map.of("function", function.rest());
        return List.of(new ToolCall(Optional.empty(), name, arguments, extras));
    }

    public static ToolCall call(JsonParser parser) throws IOException, JsonFault {
        String pointer = StrictJson.pointer(parser);
        Fields fields = Fields.read(parser, pointer);
        Optional<String> id = Optional.ofNullable(fields.string("id"));
        fields.dropIf("type", "function");
        Fields function = fields.object("function");
        String name = function.name();
        String arguments = function.text("arguments");
        Map<String, Object> extras = new LinkedHashMap<>(fields.rest());
        if (!function.rest().isEmpty()) {
            extras.put("function", function.rest());
        }
        return new ToolCall(id, name, arguments, extras);
    }

    /** The fields of an object, from which those that are known are taken one by one. */
    private record Fields(Map<String, Object> rest, String pointer) {
        static Fields read(JsonParser parser, String pointer) throws IOException, JsonFault {
            Tokens.object(parser);
            return new Fields(StrictJson.object(parser), pointer);
        }

        boolean has(String field) {
            return rest.containsKey(field);
        }

        void dropIf(String field, String value) {
            rest.remove(field, value);
        }

        @Nullable
        String string(String field) throws JsonFault {
            Object value = rest.remove(field);
            if (value == null || value instanceof String) {
                return (String) value;
            }
            throw unexpected(field, "a string");
        }

        String name() throws JsonFault {
            String name = string("name");
            if (name == null) {
                throw new JsonFault(
                        "message_missing_key", pointer, "The function has no name.", "Write function: {name, …}.");
            }
            return name;
        }

        /** Arguments are JSON text by convention; some files hold the object itself. */
        String text(String field) {
            boolean there = rest.containsKey(field);
            Object value = rest.remove(field);
            if (!there) {
                return "";
            }
            return value instanceof String text ? text : JsonText.of(value);
        }

        Map<String, Object> map(String field) throws JsonFault {
            Object value = rest.remove(field);
            return value == null ? Map.of() : object(field, value);
        }

        Fields object(String field) throws JsonFault {
            Object value = rest.remove(field);
            return new Fields(value == null ? new LinkedHashMap<>() : object(field, value), pointer + "/" + field);
        }

        @SuppressWarnings("unchecked")
        private Map<String, Object> object(String field, Object value) throws JsonFault {
            if (value instanceof Map<?, ?> map) {
                return (Map<String, Object>) map;
            }
            throw unexpected(field, "an object");
        }

        private JsonFault unexpected(String field, String expected) {
            return new JsonFault(
                    "data_type",
                    pointer + "/" + field,
                    "There is something else where " + expected + " is expected.",
                    "Write " + expected + ".");
        }
    }
}
