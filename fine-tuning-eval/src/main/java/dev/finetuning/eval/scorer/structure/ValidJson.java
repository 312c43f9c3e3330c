package dev.finetuning.eval.scorer.structure;

import com.fasterxml.jackson.databind.JsonNode;
import dev.finetuning.eval.scorer.Score;
import dev.finetuning.eval.scorer.ScoreInput;
import dev.finetuning.eval.scorer.Scorer;
import dev.finetuning.schema.JsonSchema;
import dev.finetuning.schema.SchemaFault;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * 1 if the answer is exactly one JSON object or array that complies with the schema, if there is one;
 * otherwise 0. Duplicate keys and any other text, including code fences, are not allowed. The metadata
 * lists violations under {@code faults} as JSON pointers with the violated keyword, without content.
 */
public final class ValidJson implements Scorer {
    private final @Nullable JsonSchema schema;

    private ValidJson(@Nullable JsonSchema schema) {
        this.schema = schema;
    }

    /** Accepts any object or array. */
    public static ValidJson ofAnyShape() {
        return new ValidJson(null);
    }

    /**
     * Accepts an object or array that complies with a schema.
     *
     * @param schema a JSON schema as JSON values, applied by {@link JsonSchema}
     * @throws IllegalArgumentException if something in the schema cannot be applied or is not a keyword of
     *     its draft; the message names the places
     */
    public static ValidJson complyingWith(Map<String, Object> schema) {
        return new ValidJson(JsonSchema.strict(schema));
    }

    @Override
    public String name() {
        return schema == null ? "ValidJSON" : "JSONSchema";
    }

    @Override
    public Score score(ScoreInput input) {
        Optional<JsonNode> value = StrictJson.parse(input.outputText()).filter(JsonNode::isContainerNode);
        if (value.isEmpty()) {
            return Score.of(name(), false).withReason("the answer is not one JSON object or array");
        }
        List<String> faults = schema == null
                ? List.of()
                : schema.faults(StrictJson.value(value.get())).stream()
                        .map(SchemaFault::toString)
                        .toList();
        Score score = Score.of(name(), faults.isEmpty());
        return faults.isEmpty()
                ? score
                : score.withReason("the answer breaks the schema").with("faults", faults);
    }
}
