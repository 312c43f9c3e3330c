package dev.finetuning.eval.scorer.structure;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Pattern;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HashSet;
import java.util.Set;

/** The keywords that judge a value by itself, without its children. */
final class SchemaKeyword {
    /** Keywords whose value is a schema. */
    static final Set<String> WITH_SCHEMA = Set.of("additionalProperties", "items", "not");
    /** Keywords whose value is a list or a map of schemas. */
    static final Set<String> WITH_SCHEMAS =
            Set.of("properties", "prefixItems", "anyOf", "oneOf", "allOf", "$defs", "definitions");

    static final Set<String> NAMES = Set.of(
            "type",
            "enum",
            "const",
            "properties",
            "required",
            "additionalProperties",
            "minProperties",
            "maxProperties",
            "items",
            "prefixItems",
            "minItems",
            "maxItems",
            "uniqueItems",
            "minLength",
            "maxLength",
            "pattern",
            "minimum",
            "maximum",
            "exclusiveMinimum",
            "exclusiveMaximum",
            "multipleOf",
            "anyOf",
            "oneOf",
            "allOf",
            "not",
            "$ref");

    /** Numbers beyond this many digits before or after the point are never multiples of anything. */
    private static final int MAX_SCALE = 400;

    private SchemaKeyword() {}

    /** Whether the value complies with one keyword; true for keywords that look at children. */
    static boolean allows(String keyword, JsonNode argument, JsonNode value, JsonSchema schema) {
        return switch (keyword) {
            case "type" -> isOfType(argument, value);
            case "enum" -> isAmong(argument, value);
            case "const" -> StrictJson.same(argument, value);
            case "required" -> !value.isObject() || hasAll(argument, value);
            case "minProperties" -> !value.isObject() || value.size() >= argument.asInt();
            case "maxProperties" -> !value.isObject() || value.size() <= argument.asInt();
            case "minItems" -> !value.isArray() || value.size() >= argument.asInt();
            case "maxItems" -> !value.isArray() || value.size() <= argument.asInt();
            case "uniqueItems" -> !value.isArray() || !argument.asBoolean() || isUnique(value);
            case "minLength" -> !value.isTextual() || length(value) >= argument.asInt();
            case "maxLength" -> !value.isTextual() || length(value) <= argument.asInt();
            case "pattern" -> !value.isTextual() || finds(schema.pattern(argument.asText()), value);
            default -> !value.isNumber() || allowsNumber(keyword, argument, StrictJson.number(value));
        };
    }

    private static boolean allowsNumber(String keyword, JsonNode argument, BigDecimal value) {
        return switch (keyword) {
            case "minimum" -> value.compareTo(StrictJson.number(argument)) >= 0;
            case "maximum" -> value.compareTo(StrictJson.number(argument)) <= 0;
            case "exclusiveMinimum" -> value.compareTo(StrictJson.number(argument)) > 0;
            case "exclusiveMaximum" -> value.compareTo(StrictJson.number(argument)) < 0;
            case "multipleOf" ->
                Math.abs((long) value.scale()) <= MAX_SCALE
                        && value.remainder(StrictJson.number(argument)).signum() == 0;
            default -> true;
        };
    }

    private static boolean isOfType(JsonNode types, JsonNode value) {
        if (types.isArray()) {
            for (JsonNode type : types) {
                if (isOfType(type, value)) {
                    return true;
                }
            }
            return false;
        }
        return switch (types.asText()) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isTextual();
            case "boolean" -> value.isBoolean();
            case "null" -> value.isNull();
            case "number" -> value.isNumber();
            case "integer" -> value.isNumber() && isWhole(value);
            default -> false;
        };
    }

    private static boolean isWhole(JsonNode value) {
        if (value.isIntegralNumber()) {
            return true;
        }
        BigDecimal number = StrictJson.number(value);
        return number.unscaledValue().equals(BigInteger.ZERO)
                || number.stripTrailingZeros().scale() <= 0;
    }

    private static boolean isAmong(JsonNode values, JsonNode value) {
        for (JsonNode each : values) {
            if (StrictJson.same(each, value)) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasAll(JsonNode names, JsonNode value) {
        for (JsonNode name : names) {
            if (!value.has(name.asText())) {
                return false;
            }
        }
        return true;
    }

    private static boolean isUnique(JsonNode array) {
        Set<String> seen = new HashSet<>();
        for (JsonNode element : array) {
            if (!seen.add(StrictJson.canonical(element))) {
                return false;
            }
        }
        return true;
    }

    private static int length(JsonNode text) {
        return text.textValue().codePointCount(0, text.textValue().length());
    }

    private static boolean finds(Pattern pattern, JsonNode text) {
        return pattern.matcher(text.textValue()).find();
    }
}
