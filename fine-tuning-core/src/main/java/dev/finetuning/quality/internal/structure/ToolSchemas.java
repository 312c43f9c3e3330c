package dev.finetuning.quality.internal.structure;

import dev.finetuning.schema.JsonSchema;
import dev.finetuning.schema.SchemaProblem;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The schemas of tools, compiled once however many examples offer the tool. Used by one thread. */
final class ToolSchemas {
    private static final int REMEMBERED = 256;

    /**
     * A schema, or why it cannot be applied; neither where it asks for nothing.
     *
     * @param schema the schema, ready to judge arguments
     * @param problem the first thing in it that cannot be applied
     */
    record ToolSchema(Optional<JsonSchema> schema, Optional<SchemaProblem> problem) {
        private static ToolSchema of(Map<String, Object> parameters) {
            Optional<SchemaProblem> problem = JsonSchema.problems(parameters).stream()
                    .filter(each -> each.kind() != SchemaProblem.Kind.UNKNOWN_KEYWORD)
                    .findFirst();
            return new ToolSchema(
                    problem.isPresent() ? Optional.empty() : Optional.of(JsonSchema.of(parameters)), problem);
        }
    }

    private final Map<Map<String, Object>, ToolSchema> known = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Map<String, Object>, ToolSchema> eldest) {
            return size() > REMEMBERED;
        }
    };

    ToolSchema of(Map<String, Object> parameters) {
        return known.computeIfAbsent(parameters, ToolSchema::of);
    }
}
