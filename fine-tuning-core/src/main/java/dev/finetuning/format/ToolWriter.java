package dev.finetuning.format;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.finetuning.example.Tool;
import dev.finetuning.example.ToolCall;
import dev.finetuning.internal.json.JsonText;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Writes tools and tool calls as {@link MessageReader} reads them. */
final class ToolWriter {
    /** Where a tool's extras keep what stood beside its function. */
    static final String BESIDE = "beside function";

    private ToolWriter() {}

    static void tools(JsonGenerator generator, List<Tool> tools) throws IOException {
        generator.writeArrayFieldStart("tools");
        for (Tool tool : tools) {
            generator.writeStartObject();
            if (tool.extras().get("type") instanceof String) {
                hostTool(generator, tool);
            } else {
                functionTool(generator, tool);
            }
            generator.writeEndObject();
        }
        generator.writeEndArray();
    }

    private static void hostTool(JsonGenerator generator, Tool tool) throws IOException {
        JsonFormat.writeExtras(generator, tool.extras());
        if (!tool.name().equals(tool.extras().get("type"))) {
            generator.writeStringField("name", tool.name());
        }
        signature(generator, tool);
    }

    private static void functionTool(JsonGenerator generator, Tool tool) throws IOException {
        generator.writeStringField("type", "function");
        generator.writeObjectFieldStart("function");
        generator.writeStringField("name", tool.name());
        signature(generator, tool);
        for (Map.Entry<String, Object> extra : tool.extras().entrySet()) {
            if (!extra.getKey().equals(BESIDE)) {
                generator.writeFieldName(extra.getKey());
                JsonText.write(generator, extra.getValue());
            }
        }
        generator.writeEndObject();
        if (tool.extras().get(BESIDE) instanceof Map<?, ?> beside) {
            writeEntries(generator, beside);
        }
    }

    private static void signature(JsonGenerator generator, Tool tool) throws IOException {
        if (tool.description() != null) {
            generator.writeStringField("description", tool.description());
        }
        if (!tool.parameters().isEmpty()) {
            generator.writeFieldName("parameters");
            JsonText.write(generator, tool.parameters());
        }
    }

    static void calls(JsonGenerator generator, List<ToolCall> calls) throws IOException {
        generator.writeArrayFieldStart("tool_calls");
        for (ToolCall call : calls) {
            generator.writeStartObject();
            if (call.id() != null) {
                generator.writeStringField("id", call.id());
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

    static void writeEntries(JsonGenerator generator, Map<?, ?> entries) throws IOException {
        for (Map.Entry<?, ?> entry : entries.entrySet()) {
            generator.writeFieldName(String.valueOf(entry.getKey()));
            JsonText.write(generator, entry.getValue());
        }
    }
}
