package dev.finetuning.format.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.finetuning.example.Tool;
import dev.finetuning.example.ToolCall;
import dev.finetuning.internal.json.JsonText;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Writes tools and tool calls as {@link ToolReader} reads them. */
public final class ToolWriter {
    /** The key of fields found next to a tool's function. */
    public static final String BESIDE = "beside function";

    private ToolWriter() {}

    public static void tools(JsonGenerator generator, List<Tool> tools) throws IOException {
        generator.writeArrayFieldStart("tools");
        for (Tool tool : tools) {
            if (isBuiltInTool(tool)) {
                builtInTool(generator, tool);
            } else {
                functionTool(generator, tool);
            }
        }
        generator.writeEndArray();
    }

    /** The same as an array of its own, functions without the object called function where that says all. */
    public static void bareTools(JsonGenerator generator, List<Tool> tools) throws IOException {
        generator.writeStartArray();
        for (Tool tool : tools) {
            if (isBuiltInTool(tool)) {
                builtInTool(generator, tool);
            } else if (tool.extras().containsKey(BESIDE) || tool.extras().containsKey("function")) {
                functionTool(generator, tool);
            } else {
                function(generator, tool);
            }
        }
        generator.writeEndArray();
    }

    private static boolean isBuiltInTool(Tool tool) {
        return tool.extras().get("type") instanceof String;
    }

    private static void builtInTool(JsonGenerator generator, Tool tool) throws IOException {
        generator.writeStartObject();
        UnknownFields.write(generator, tool.extras());
        if (!tool.name().equals(tool.extras().get("type"))) {
            generator.writeStringField("name", tool.name());
        }
        signature(generator, tool);
        generator.writeEndObject();
    }

    private static void functionTool(JsonGenerator generator, Tool tool) throws IOException {
        generator.writeStartObject();
        generator.writeStringField("type", "function");
        generator.writeFieldName("function");
        function(generator, tool);
        if (tool.extras().get(BESIDE) instanceof Map<?, ?> beside) {
            writeEntries(generator, beside);
        }
        generator.writeEndObject();
    }

    private static void function(JsonGenerator generator, Tool tool) throws IOException {
        generator.writeStartObject();
        generator.writeStringField("name", tool.name());
        signature(generator, tool);
        for (Map.Entry<String, Object> extra : tool.extras().entrySet()) {
            if (!extra.getKey().equals(BESIDE)) {
                generator.writeFieldName(extra.getKey());
                JsonText.write(generator, extra.getValue());
            }
        }
        generator.writeEndObject();
    }

    private static void signature(JsonGenerator generator, Tool tool) throws IOException {
        if (tool.description().isPresent()) {
            generator.writeStringField("description", tool.description().get());
        }
        if (!tool.parameters().isEmpty()) {
            generator.writeFieldName("parameters");
            JsonText.write(generator, tool.parameters());
        }
    }

    public static void calls(JsonGenerator generator, List<ToolCall> calls) throws IOException {
        generator.writeArrayFieldStart("tool_calls");
        for (ToolCall call : calls) {
            generator.writeStartObject();
            if (call.id().isPresent()) {
                generator.writeStringField("id", call.id().get());
            }
            if (!call.extras().containsKey("type")) {
                generator.writeStringField("type", "function");
            }
            generator.writeObjectFieldStart("function");
            generator.writeStringField("name", call.name());
            generator.writeStringField("arguments", call.arguments());
            if (call.extras().get("function") instanceof Map<?, ?> more) {
                writeEntries(generator, more);
            }
            generator.writeEndObject();
            for (Map.Entry<String, Object> extra : call.extras().entrySet()) {
                if (!extra.getKey().equals("function")) {
                    generator.writeFieldName(extra.getKey());
                    JsonText.write(generator, extra.getValue());
                }
            }
            generator.writeEndObject();
        }
        generator.writeEndArray();
    }

    public static void writeEntries(JsonGenerator generator, Map<?, ?> entries) throws IOException {
        for (Map.Entry<?, ?> entry : entries.entrySet()) {
            generator.writeFieldName(String.valueOf(entry.getKey()));
            JsonText.write(generator, entry.getValue());
        }
    }
}
