package dev.finetuning.example;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A tool the model may call.
 *
 * @param name the tool's name
 * @param description what it does, for the model
 * @param parameters the JSON schema of its arguments, as JSON values; empty if it takes none
 * @param extras unknown fields of the definition, unchanged
 */
public record Tool(
        String name, @Nullable String description, Map<String, Object> parameters, Map<String, Object> extras) {
    /** Copies the maps. */
    public Tool {
        parameters = JsonValues.copy(parameters);
        extras = JsonValues.copy(extras);
    }

    /** A tool without extras. */
    public static Tool of(String name, @Nullable String description, Map<String, Object> parameters) {
        return new Tool(name, description, parameters, Map.of());
    }

    @Override
    public String toString() {
        return "Tool[" + name + ", " + parameters.size() + " schema keywords]";
    }
}
