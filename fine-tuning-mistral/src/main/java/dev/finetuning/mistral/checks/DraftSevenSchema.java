package dev.finetuning.mistral.checks;

import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether a value is a JSON schema by the meta-schema of draft 7 (json-schema.org/draft-07/schema), formats
 * left out, which are not asserted there.
 */
final class DraftSevenSchema {
    private static final int DEEPEST = 256;

    private static final Set<String> TYPES =
            Set.of("array", "boolean", "integer", "null", "number", "object", "string");
    private static final Set<String> TEXTS = Set.of(
            "$id",
            "$schema",
            "$ref",
            "$comment",
            "title",
            "description",
            "pattern",
            "format",
            "contentMediaType",
            "contentEncoding");
    private static final Set<String> BOOLEANS = Set.of("readOnly", "uniqueItems");
    private static final Set<String> NUMBERS = Set.of("maximum", "exclusiveMaximum", "minimum", "exclusiveMinimum");
    private static final Set<String> COUNTS =
            Set.of("maxLength", "minLength", "maxItems", "minItems", "maxProperties", "minProperties");
    private static final Set<String> SCHEMAS =
            Set.of("additionalItems", "contains", "additionalProperties", "propertyNames", "if", "then", "else", "not");
    private static final Set<String> SCHEMAS_BY_NAME = Set.of("definitions", "properties", "patternProperties");
    private static final Set<String> SCHEMA_LISTS = Set.of("allOf", "anyOf", "oneOf");

    private DraftSevenSchema() {}

    /** The JSON pointer to a keyword whose value is not of the kind it must be; empty where all are. */
    static Optional<String> fault(@Nullable Object schema) {
        return Optional.ofNullable(schema(schema, "", 0));
    }

    private static @Nullable String schema(@Nullable Object schema, String pointer, int depth) {
        if (depth > DEEPEST) {
            return pointer;
        }
        if (!(schema instanceof Map<?, ?> keywords)) {
            return schema instanceof Boolean ? null : pointer;
        }
        for (Map.Entry<?, ?> keyword : keywords.entrySet()) {
            String name = String.valueOf(keyword.getKey());
            String fault = keyword(name, keyword.getValue(), pointer + "/" + escaped(name), depth + 1);
            if (fault != null) {
                return fault;
            }
        }
        return null;
    }

    private static @Nullable String keyword(String name, @Nullable Object value, String pointer, int depth) {
        if (SCHEMAS.contains(name)) {
            return schema(value, pointer, depth);
        }
        if (SCHEMAS_BY_NAME.contains(name)) {
            return schemasByName(value, pointer, depth);
        }
        if (SCHEMA_LISTS.contains(name)) {
            return schemas(value, pointer, depth);
        }
        return switch (name) {
            case "items" -> value instanceof List ? schemas(value, pointer, depth) : schema(value, pointer, depth);
            case "dependencies" -> dependencies(value, pointer, depth);
            case "multipleOf" -> value instanceof Number && decimal(value).signum() > 0 ? null : pointer;
            case "required" -> distinctTexts(value) ? null : pointer;
            case "type" -> type(value) ? null : pointer;
            case "enum", "examples" -> value instanceof List ? null : pointer;
            default -> simple(name, value) ? null : pointer;
        };
    }

    private static boolean simple(String name, @Nullable Object value) {
        return !(TEXTS.contains(name) && !(value instanceof String))
                && !(BOOLEANS.contains(name) && !(value instanceof Boolean))
                && !(NUMBERS.contains(name) && !(value instanceof Number))
                && !(COUNTS.contains(name) && !count(value));
    }

    private static boolean count(@Nullable Object value) {
        return value instanceof Number
                && decimal(value).signum() >= 0
                && decimal(value).stripTrailingZeros().scale() <= 0;
    }

    private static boolean type(@Nullable Object value) {
        if (value instanceof List<?> list) {
            return !list.isEmpty() && distinctTexts(list) && TYPES.containsAll(list);
        }
        return value instanceof String name && TYPES.contains(name);
    }

    private static boolean distinctTexts(@Nullable Object value) {
        return value instanceof List<?> list
                && list.stream().allMatch(String.class::isInstance)
                && new HashSet<>(list).size() == list.size();
    }

    private static @Nullable String schemas(@Nullable Object value, String pointer, int depth) {
        if (!(value instanceof List<?> list) || list.isEmpty()) {
            return pointer;
        }
        for (int i = 0; i < list.size(); i++) {
            String fault = schema(list.get(i), pointer + "/" + i, depth);
            if (fault != null) {
                return fault;
            }
        }
        return null;
    }

    private static @Nullable String schemasByName(@Nullable Object value, String pointer, int depth) {
        if (!(value instanceof Map<?, ?> map)) {
            return pointer;
        }
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            String fault = schema(entry.getValue(), pointer + "/" + escaped(String.valueOf(entry.getKey())), depth);
            if (fault != null) {
                return fault;
            }
        }
        return null;
    }

    private static @Nullable String dependencies(@Nullable Object value, String pointer, int depth) {
        if (!(value instanceof Map<?, ?> map)) {
            return pointer;
        }
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (!distinctTexts(entry.getValue())) {
                String fault = schema(entry.getValue(), pointer + "/" + escaped(String.valueOf(entry.getKey())), depth);
                if (fault != null) {
                    return fault;
                }
            }
        }
        return null;
    }

    private static BigDecimal decimal(Object number) {
        return new BigDecimal(number.toString());
    }

    private static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }
}
