package dev.finetuning.example;

import java.util.Map;
import java.util.Optional;

/**
 * A tool the model may call.
 *
 * @param name the tool's name
 * @param description what it does, for the model, if said
 * @param parameters the JSON schema of its arguments, as JSON values; empty if it takes none
 * @param extras unknown fields of the definition, unchanged
 */
public record Tool(
        String name, Optional<String> description, Map<String, Object> parameters, Map<String, Object> extras) {
    /** Copies the maps. */
    public Tool {
        parameters = JsonValues.copy(parameters);
        extras = JsonValues.copy(extras);
    }

    /** A tool that says what it does. */
    public static Tool of(String name, String description, Map<String, Object> parameters) {
        return new Tool(name, Optional.of(description), parameters, Map.of());
    }

    /** A tool without a description. */
    public static Tool of(String name, Map<String, Object> parameters) {
        return new Tool(name, Optional.empty(), parameters, Map.of());
    }

    @Override
    public String toString() {
        return "Tool[" + name + ", " + parameters.size() + " schema keywords]";
    }
}
