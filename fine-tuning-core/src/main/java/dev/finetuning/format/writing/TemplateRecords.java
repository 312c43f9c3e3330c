package dev.finetuning.format.writing;

import dev.finetuning.example.Example;
import dev.finetuning.format.ExampleFormat;
import dev.finetuning.format.UnwritableExampleException;
import dev.finetuning.internal.json.JsonFault;
import dev.finetuning.internal.json.JsonText;
import dev.finetuning.internal.json.StrictJson;
import dev.finetuning.source.SourceRecord;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A format of messages for trainers that render chat templates: a call's arguments are an object, which most
 * templates serialise themselves; {@code tools} are JSON text, which TRL and Axolotl parse, so that a reader of
 * tables does not fill in one tool the fields of another; every message has a content, which is a text unless there is more than one part or another kind; and every
 * function has a description and parameters. Templates of trl 1.16.0 fail where one of these is missing.
 */
final class TemplateRecords implements ExampleFormat {
    /** A function without parameters, in one order. */
    private static final Map<String, Object> NO_PARAMETERS = noParameters();

    private final ExampleFormat format;

    TemplateRecords(ExampleFormat format) {
        this.format = format;
    }

    private static Map<String, Object> noParameters() {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "object");
        schema.put("properties", Map.of());
        return schema;
    }

    @Override
    public String name() {
        return format.name();
    }

    @Override
    public Example read(SourceRecord record) {
        return format.read(record);
    }

    @Override
    public Map<String, Object> write(Example example) {
        Map<String, Object> record = new LinkedHashMap<>(format.write(example));
        for (String field : List.of("messages", "prompt", "completion", "chosen", "rejected")) {
            if (record.get(field) instanceof List<?> messages) {
                record.put(
                        field,
                        messages.stream().map(each -> message(example, each)).toList());
            }
        }
        if (record.get("tools") instanceof List<?> tools) {
            record.put(
                    "tools",
                    JsonText.of(tools.stream().map(TemplateRecords::tool).toList()));
        }
        return record;
    }

    private static Object tool(Object tool) {
        if (!(tool instanceof Map<?, ?> fields) || !(fields.get("function") instanceof Map<?, ?> function)) {
            return tool;
        }
        Map<Object, @Nullable Object> described = new LinkedHashMap<>(function);
        described.putIfAbsent("description", "");
        described.putIfAbsent("parameters", NO_PARAMETERS);
        Map<Object, @Nullable Object> changed = new LinkedHashMap<>(fields);
        changed.put("function", described);
        return changed;
    }

    private Object message(Example example, Object message) {
        if (!(message instanceof Map<?, ?> fields)) {
            return message;
        }
        Map<Object, @Nullable Object> changed = new LinkedHashMap<>();
        changed.put("role", fields.get("role"));
        changed.put("content", "");
        changed.putAll(fields);
        if (fields.get("content") instanceof List<?> parts
                && parts.size() == 1
                && parts.get(0) instanceof Map<?, ?> part
                && part.keySet().equals(Set.of("type", "text"))) {
            changed.put("content", part.get("text"));
        }
        if (fields.get("tool_calls") instanceof List<?> calls) {
            changed.put(
                    "tool_calls",
                    calls.stream().map(each -> call(example, each)).toList());
        }
        return changed;
    }

    private Object call(Example example, Object call) {
        if (call instanceof Map<?, ?> fields
                && fields.get("function") instanceof Map<?, ?> function
                && function.get("arguments") instanceof String arguments) {
            Map<Object, @Nullable Object> changed = new LinkedHashMap<>(fields);
            Map<Object, @Nullable Object> called = new LinkedHashMap<>(function);
            called.put("arguments", arguments(example, arguments));
            changed.put("function", called);
            return changed;
        }
        return call;
    }

    private Map<String, Object> arguments(Example example, String arguments) {
        try {
            return StrictJson.standard().object(arguments);
        } catch (JsonFault e) {
            throw new UnwritableExampleException(name(), example, "the arguments of a call are no JSON object");
        }
    }
}
