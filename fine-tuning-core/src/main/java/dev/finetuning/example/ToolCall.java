package dev.finetuning.example;

import java.util.Map;
import java.util.Optional;

/**
 * An assistant's call of a tool.
 *
 * @param id the call's id, which the tool message with the result repeats; missing in some files
 * @param name the tool's name
 * @param arguments the arguments as unparsed JSON text, as the model wrote them
 * @param extras unknown fields of the call, unchanged
 */
public record ToolCall(Optional<String> id, String name, String arguments, Map<String, Object> extras) {
    /** Copies the map. */
    public ToolCall {
        extras = JsonValues.copy(extras);
    }

    /** A call without extras. */
    public static ToolCall of(String id, String name, String arguments) {
        return new ToolCall(Optional.of(id), name, arguments, Map.of());
    }

    /** A call without an id and without extras. */
    public static ToolCall of(String name, String arguments) {
        return new ToolCall(Optional.empty(), name, arguments, Map.of());
    }

    /** This call with another id. */
    public ToolCall withId(String newId) {
        return new ToolCall(Optional.of(newId), name, arguments, extras);
    }

    /** This call with other arguments. */
    public ToolCall withArguments(String newArguments) {
        return new ToolCall(id, name, newArguments, extras);
    }

    @Override
    public String toString() {
        return "ToolCall[" + name + ", " + arguments.length() + " characters of arguments]";
    }
}
