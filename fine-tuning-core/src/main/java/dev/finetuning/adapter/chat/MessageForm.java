package dev.finetuning.adapter.chat;

import dev.finetuning.example.Content;
import dev.finetuning.example.Example;
import dev.finetuning.example.Message;
import dev.finetuning.example.Role;
import dev.finetuning.example.Tool;
import dev.finetuning.example.ToolCall;
import dev.finetuning.format.UnwritableExampleException;
import dev.finetuning.format.internal.ToolWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Messages and tools as fields, as training files and chat requests share them. A dialect overrides where
 * it differs. Fields keep one order, for a file's name is its content's hash, in every process.
 */
public abstract class MessageForm {
    private static final String FUNCTION = "function";

    private final String name;

    /**
     * A form.
     *
     * @param name what it is called where an example has none: {@code "training data of …"}
     */
    protected MessageForm(String name) {
        this.name = name;
    }

    /** The role that stands for one the dialect does not know; the same by default. */
    protected Role role(Role role) {
        return role;
    }

    /** Whether the content is written; it is wherever there is some, by default. */
    protected boolean writesContent(Message message) {
        return message.content().isPresent();
    }

    /** Changes a part's fields; nothing by default. */
    protected void part(Map<String, Object> fields) {
        // as it is
    }

    /** Adds what else of a message the dialect knows. */
    protected abstract void extras(Message message, Map<String, Object> fields);

    /** Writes what a function is beside its name. */
    protected abstract void function(Tool tool, Map<String, Object> function);

    /** A message without its weight, which only training lines have. */
    public final Map<String, Object> message(Message message) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("role", role(message.role()).wireName());
        if (writesContent(message)) {
            message.content().ifPresent(content -> fields.put("content", content(content)));
        }
        message.name().ifPresent(name -> fields.put("name", name));
        if (!message.toolCalls().isEmpty()) {
            fields.put(
                    "tool_calls",
                    message.toolCalls().stream().map(MessageForm::call).toList());
        }
        message.toolCallId().ifPresent(id -> fields.put("tool_call_id", id));
        extras(message, fields);
        return fields;
    }

    /**
     * A message of a training line, with its weight where the assistant has one.
     *
     * @throws UnwritableExampleException if the weight is neither 0 nor 1
     */
    public final Map<String, Object> trained(Message message, Example example) {
        Map<String, Object> fields = message(message);
        if (message.weight().isPresent() && message.role() == Role.ASSISTANT) {
            double weight = message.weight().getAsDouble();
            if (weight != 0 && weight != 1) {
                throw unwritable(example, "it has a weight that is neither 0 nor 1");
            }
            fields.put("weight", (int) weight);
        }
        return fields;
    }

    private Object content(Content content) {
        if (content instanceof Content.Parts parts) {
            return parts.parts().stream().map(this::partFields).toList();
        }
        return content.text();
    }

    private Map<String, Object> partFields(Content.Part part) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("type", part.type());
        fields.putAll(part.fields());
        part(fields);
        return fields;
    }

    private static Map<String, Object> call(ToolCall call) {
        Map<String, Object> function = new LinkedHashMap<>();
        function.put("name", call.name());
        function.put("arguments", call.arguments());
        Map<String, Object> fields = new LinkedHashMap<>();
        call.id().ifPresent(id -> fields.put("id", id));
        fields.put("type", FUNCTION);
        fields.put(FUNCTION, function);
        return fields;
    }

    /** A tool: a function with what stands beside it, or as it is where it has a type of its own. */
    public final Map<String, Object> tool(Tool tool) {
        return tool.extras().get("type") instanceof String ? ofItsOwnType(tool) : functionTool(tool);
    }

    private static Map<String, Object> ofItsOwnType(Tool tool) {
        Map<String, Object> fields = new LinkedHashMap<>(tool.extras());
        if (!tool.name().equals(fields.get("type"))) {
            fields.put("name", tool.name());
        }
        tool.description().ifPresent(words -> fields.put("description", words));
        if (!tool.parameters().isEmpty()) {
            fields.put("parameters", tool.parameters());
        }
        return fields;
    }

    private Map<String, Object> functionTool(Tool tool) {
        Map<String, Object> function = new LinkedHashMap<>();
        function.put("name", tool.name());
        function(tool, function);
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("type", FUNCTION);
        fields.put(FUNCTION, function);
        besideFunction(tool).forEach(fields::putIfAbsent);
        return fields;
    }

    /** What a tool's definition holds beside its function. */
    protected Map<String, Object> besideFunction(Tool tool) {
        Map<String, Object> fields = new LinkedHashMap<>();
        if (tool.extras().get(ToolWriter.BESIDE) instanceof Map<?, ?> beside) {
            beside.forEach((name, value) -> fields.put(String.valueOf(name), value));
        }
        return fields;
    }

    /** What a tool's function holds that {@link Tool} does not know. */
    protected static Map<String, Object> functionExtras(Tool tool) {
        Map<String, Object> fields = new LinkedHashMap<>(tool.extras());
        fields.remove(ToolWriter.BESIDE);
        return fields;
    }

    /** Tools as fields. */
    public final List<Map<String, Object>> tools(List<Tool> tools) {
        return tools.stream().map(this::tool).toList();
    }

    /** The failure of an example that has no such form. */
    public final UnwritableExampleException unwritable(Example example, String reason) {
        return new UnwritableExampleException(name, example, reason);
    }

    /** Puts a value where there is one. */
    public static void putIfGiven(Map<String, Object> fields, String name, @Nullable Object value) {
        if (value != null) {
            fields.put(name, value);
        }
    }
}
