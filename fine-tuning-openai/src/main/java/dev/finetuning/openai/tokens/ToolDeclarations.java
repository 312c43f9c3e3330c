package dev.finetuning.openai.tokens;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.finetuning.example.Tool;
import dev.finetuning.internal.jackson.Jackson;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * Tools as the model reads them: OpenAI's chat template turns the JSON schemas into TypeScript
 * declarations, and these are what is billed. OpenAI does not publish the template; this one gives
 * 49,691 tokens (cl100k) for a file that was billed 48,661, a constant 10 tokens an example above.
 */
final class ToolDeclarations {
    private static final ObjectMapper JSON = Jackson.mapper().build();
    /** Schemas nested deeper than this are declared as {@code any}. */
    private static final int MAX_DEPTH = 32;

    private ToolDeclarations() {}

    static String render(List<Tool> tools) {
        StringBuilder text = new StringBuilder("# Tools\n\n## functions\n\nnamespace functions {\n\n");
        tools.forEach(tool -> declare(tool, text));
        return text.append("} // namespace functions").toString();
    }

    private static void declare(Tool tool, StringBuilder text) {
        comment(tool.description().orElse(null), "", text);
        text.append("type ").append(tool.name()).append(" = (");
        if (object(tool.parameters().get("properties")).isEmpty()) {
            text.append(") => any;\n\n");
            return;
        }
        text.append("_: {\n");
        fields(tool.parameters(), "", 0, text);
        text.append("}) => any;\n\n");
    }

    private static void fields(Map<?, ?> schema, String indent, int depth, StringBuilder text) {
        Collection<?> required = schema.get("required") instanceof Collection<?> names ? names : List.of();
        object(schema.get("properties")).forEach((name, value) -> {
            Map<?, ?> property = object(value);
            comment(property.get("description") instanceof String words ? words : null, indent, text);
            text.append(indent).append(name).append(required.contains(name) ? ": " : "?: ");
            text.append(type(property, indent, depth)).append(",\n");
        });
    }

    private static String type(Map<?, ?> schema, String indent, int depth) {
        if (schema.get("enum") instanceof Collection<?> values) {
            StringJoiner union = new StringJoiner(" | ");
            values.forEach(value -> union.add(literal(value)));
            return union.toString();
        }
        if (depth >= MAX_DEPTH) {
            return "any";
        }
        String type = String.valueOf(schema.get("type"));
        return switch (type) {
            case "integer", "number" -> "number";
            case "string", "boolean", "null" -> type;
            case "array" -> type(object(schema.get("items")), indent, depth + 1) + "[]";
            case "object" -> nested(schema, indent, depth);
            default -> "any";
        };
    }

    private static String nested(Map<?, ?> schema, String indent, int depth) {
        if (object(schema.get("properties")).isEmpty()) {
            return "object";
        }
        StringBuilder text = new StringBuilder("{\n");
        fields(schema, indent + "  ", depth + 1, text);
        return text.append(indent).append('}').toString();
    }

    private static void comment(@Nullable String words, String indent, StringBuilder text) {
        if (words != null && !words.isEmpty()) {
            text.append(indent).append("// ").append(words).append('\n');
        }
    }

    private static String literal(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            return String.valueOf(value);
        }
    }

    private static Map<?, ?> object(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? map : Map.of();
    }
}
