package dev.finetuning.eval.scorer.structure;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The subset of JSON Schema 2020-12 that hosts take for structured answers and tools: {@code type},
 * {@code enum}, {@code const}, {@code properties}, {@code required}, {@code additionalProperties},
 * {@code minProperties}, {@code maxProperties}, {@code items}, {@code prefixItems}, {@code minItems},
 * {@code maxItems}, {@code uniqueItems}, {@code minLength}, {@code maxLength}, {@code pattern} (RE2
 * syntax), {@code minimum}, {@code maximum}, {@code exclusiveMinimum}, {@code exclusiveMaximum},
 * {@code multipleOf}, {@code anyOf}, {@code oneOf}, {@code allOf}, {@code not}, {@code $ref} into the
 * schema itself, {@code $defs} and {@code definitions}. Annotations such as {@code title} and
 * {@code format} are passed over. Any other keyword is refused, so that nothing is taken for checked that is not.
 * Immutable and thread-safe.
 */
public final class JsonSchema {
    private static final Set<String> ANNOTATIONS = Set.of(
            "$schema",
            "$id",
            "$comment",
            "title",
            "description",
            "default",
            "examples",
            "format",
            "deprecated",
            "readOnly",
            "writeOnly",
            "$defs",
            "definitions",
            "strict");
    private static final int MAX_FAULTS = 20;
    private static final int MAX_DEPTH = 200;

    private final JsonNode root;
    private final Map<String, Pattern> patterns = new HashMap<>();

    private JsonSchema(JsonNode root) {
        this.root = root;
        check(root, "#");
    }

    /**
     * A schema from JSON values.
     *
     * @throws IllegalArgumentException if it uses a keyword outside the subset, a pattern that is not RE2
     *     syntax, or a reference that leads nowhere; the message names the place
     */
    public static JsonSchema of(Map<String, Object> schema) {
        return new JsonSchema(StrictJson.tree(schema));
    }

    /** What is wrong with a JSON text, at most 20 places; empty where it complies. */
    public List<String> faults(String json) {
        return StrictJson.parse(json).map(this::faults).orElse(List.of("not one JSON value"));
    }

    List<String> faults(JsonNode value) {
        SchemaRun run = new SchemaRun(this, MAX_FAULTS, MAX_DEPTH);
        run.check(root, value, "");
        return run.faults();
    }

    /** Where a reference leads. */
    JsonNode resolve(String reference) {
        JsonNode target = reference.equals("#") ? root : root.at(reference.substring(1));
        return target;
    }

    Pattern pattern(String expression) {
        Pattern pattern = patterns.get(expression);
        if (pattern == null) {
            throw new IllegalStateException("a pattern that was not compiled with its schema");
        }
        return pattern;
    }

    private void check(JsonNode schema, String at) {
        if (schema.isBoolean()) {
            return;
        }
        if (!schema.isObject()) {
            throw new IllegalArgumentException("a schema is an object or a boolean, at " + at);
        }
        List<String> names = new ArrayList<>();
        schema.fieldNames().forEachRemaining(names::add);
        for (String keyword : names) {
            String place = at + "/" + keyword;
            if (!ANNOTATIONS.contains(keyword) && !SchemaKeyword.NAMES.contains(keyword)) {
                throw new IllegalArgumentException("schema keyword outside the supported subset: " + place);
            }
            checkKeyword(keyword, schema.get(keyword), place);
        }
    }

    private void checkKeyword(String keyword, JsonNode value, String place) {
        if (keyword.equals("pattern")) {
            compile(value.asText(), place);
        } else if (keyword.equals("$ref")) {
            String reference = value.asText();
            boolean local = reference.equals("#") || reference.startsWith("#/");
            if (!local || resolve(reference).isMissingNode()) {
                throw new IllegalArgumentException("a reference that leads nowhere inside the schema: " + place);
            }
        } else if (SchemaKeyword.WITH_SCHEMA.contains(keyword)) {
            check(value, place);
        } else if (SchemaKeyword.WITH_SCHEMAS.contains(keyword)) {
            Set<String> keys = new HashSet<>();
            value.fieldNames().forEachRemaining(keys::add);
            keys.forEach(key -> check(value.get(key), place + "/" + key));
            for (int i = 0; value.isArray() && i < value.size(); i++) {
                check(value.get(i), place + "/" + i);
            }
        }
    }

    private void compile(String expression, String place) {
        try {
            patterns.put(expression, Pattern.compile(expression));
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("not an RE2 expression: " + place, e);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof JsonSchema schema && schema.root.equals(root);
    }

    @Override
    public int hashCode() {
        return root.hashCode();
    }
}
