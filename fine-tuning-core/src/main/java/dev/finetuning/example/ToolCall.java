package dev.finetuning.example;

import org.jspecify.annotations.Nullable;

/**
 * An assistant's wish to call a tool.
 *
 * @param id the call's id, which the answering tool message repeats; missing in some files
 * @param name the tool's name
 * @param arguments the arguments as JSON text, unparsed, as the model wrote them
 */
public record ToolCall(@Nullable String id, String name, String arguments) {
    @Override
    public String toString() {
        return "ToolCall[" + name + ", " + arguments.length() + " characters of arguments]";
    }
}
