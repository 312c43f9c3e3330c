package dev.finetuning.quality.internal.structure;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Whether a JSON value fits the part of JSON Schema that tool definitions use: type, enum, const,
 * properties, required, additionalProperties, items, minimum, maximum, minLength, maxLength, minItems,
 * maxItems, anyOf, oneOf. Keywords outside this list are not judged.
 */
public final class SchemaFit {
    private static final int MAX_DEPTH = 64;

    private final BiConsumer<String, String> problems;

    public SchemaFit(BiConsumer<String, String> problems) {
        this.problems = problems;
    }

    public void check(Map<?, ?> schema, @Nullable Object value) {
        check(schema, value, "", 0);
    }

    private void check(Map<?, ?> schema, @Nullable Object value, String pointer, int depth) {
        if (depth > MAX_DEPTH) {
            return;
        }
        if (!typeFits(schema.get("type"), value)) {
            problems.accept(pointer, "the value is not of type " + schema.get("type"));
            return;
        }
        if (schema.get("enum") instanceof Collection<?> allowed && !containsValue(allowed, value)) {
            problems.accept(pointer, "the value is not one of the enumerated ones");
        }
        if (schema.containsKey("const") && !same(schema.get("const"), value)) {
            problems.accept(pointer, "the value is not the constant");
        }
        bounds(schema, value, pointer);
        alternatives(schema, value, pointer, depth);
        if (value instanceof Map<?, ?> object) {
            object(schema, object, pointer, depth);
        } else if (value instanceof List<?> list && schema.get("items") instanceof Map<?, ?> items) {
            for (int i = 0; i < list.size(); i++) {
                check(items, list.get(i), pointer + "/" + i, depth + 1);
            }
        }
    }

    private void object(Map<?, ?> schema, Map<?, ?> object, String pointer, int depth) {
        if (schema.get("required") instanceof Collection<?> required) {
            required.stream()
                    .filter(name -> !object.containsKey(name))
                    .forEach(name -> problems.accept(pointer, "the required field " + name + " is missing"));
        }
        Map<?, ?> properties = schema.get("properties") instanceof Map<?, ?> map ? map : Map.of();
        boolean closed = Boolean.FALSE.equals(schema.get("additionalProperties"));
        object.forEach((name, value) -> {
            if (properties.get(name) instanceof Map<?, ?> property) {
                check(property, value, pointer + "/" + name, depth + 1);
            } else if (closed && !properties.containsKey(name)) {
                problems.accept(pointer, "a field is not among the schema's properties");
            }
        });
    }

    private void alternatives(Map<?, ?> schema, @Nullable Object value, String pointer, int depth) {
        for (String keyword : List.of("anyOf", "oneOf")) {
            if (schema.get(keyword) instanceof Collection<?> options
                    && options.stream().noneMatch(option -> fits(option, value, depth))) {
                problems.accept(pointer, "the value fits none of the alternatives");
            }
        }
    }

    private static boolean fits(Object schema, @Nullable Object value, int depth) {
        boolean[] fits = {true};
        if (schema instanceof Map<?, ?> map) {
            new SchemaFit((pointer, problem) -> fits[0] = false).check(map, value, "", depth + 1);
        }
        return fits[0];
    }

    private void bounds(Map<?, ?> schema, @Nullable Object value, String pointer) {
        if (value instanceof Number number) {
            within(schema, "minimum", "maximum", decimal(number), pointer);
        } else if (value instanceof String text) {
            BigDecimal length = BigDecimal.valueOf(text.codePointCount(0, text.length()));
            within(schema, "minLength", "maxLength", length, pointer);
        } else if (value instanceof List<?> list) {
            within(schema, "minItems", "maxItems", BigDecimal.valueOf(list.size()), pointer);
        }
    }

    private void within(Map<?, ?> schema, String least, String most, BigDecimal value, String pointer) {
        if (schema.get(least) instanceof Number bound && value.compareTo(decimal(bound)) < 0) {
            problems.accept(pointer, "the value is below " + least);
        }
        if (schema.get(most) instanceof Number bound && value.compareTo(decimal(bound)) > 0) {
            problems.accept(pointer, "the value is above " + most);
        }
    }

    private static boolean typeFits(@Nullable Object type, @Nullable Object value) {
        if (type instanceof Collection<?> types) {
            return types.stream().anyMatch(each -> typeFits(each, value));
        }
        if (!(type instanceof String name)) {
            return true;
        }
        return switch (name) {
            case "object" -> value instanceof Map;
            case "array" -> value instanceof List;
            case "string" -> value instanceof String;
            case "boolean" -> value instanceof Boolean;
            case "null" -> value == null;
            case "number" -> value instanceof Number;
            case "integer" -> value instanceof Number number && integral(number);
            default -> true;
        };
    }

    private static boolean integral(Number number) {
        return number instanceof Integer
                || number instanceof Long
                || number instanceof BigInteger
                || decimal(number).stripTrailingZeros().scale() <= 0;
    }

    private static boolean containsValue(Collection<?> values, @Nullable Object value) {
        return values.stream().anyMatch(each -> same(each, value));
    }

    private static boolean same(@Nullable Object left, @Nullable Object right) {
        if (left instanceof Number first && right instanceof Number second) {
            return decimal(first).compareTo(decimal(second)) == 0;
        }
        return Objects.equals(left, right);
    }

    private static BigDecimal decimal(Number number) {
        return number instanceof BigDecimal exact ? exact : new BigDecimal(number.toString());
    }
}
