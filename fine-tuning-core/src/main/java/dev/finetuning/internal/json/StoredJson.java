package dev.finetuning.internal.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The few shapes that JSON in journals consists of; what is amiss is an {@link IllegalArgumentException}. Thread-safe. */
public final class StoredJson {
    private static final JsonMapper MAPPER = new JsonMapper();

    private StoredJson() {}

    /** A new object. */
    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** A text that is one object. */
    public static JsonNode parse(String text) {
        try {
            JsonNode node = MAPPER.readTree(text);
            if (!node.isObject()) {
                throw new IllegalArgumentException("stored JSON is no object");
            }
            return node;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("stored JSON does not parse at " + position(e));
        }
    }

    private static String position(JsonProcessingException e) {
        return "line " + e.getLocation().getLineNr() + ", column "
                + e.getLocation().getColumnNr();
    }

    /** A text that must be there. */
    public static String text(JsonNode node, String field) {
        JsonNode value = node.get(field);
        if (value == null || !value.isTextual()) {
            throw new IllegalArgumentException("stored JSON lacks the text field " + field);
        }
        return value.textValue();
    }

    /** A text, or null where there is none. */
    public static @Nullable String textOrNull(JsonNode node, String field) {
        JsonNode value = node.get(field);
        return value == null || !value.isTextual() ? null : value.textValue();
    }

    /** A number that must be there. */
    public static double number(JsonNode node, String field) {
        JsonNode value = node.get(field);
        if (value == null || !value.isNumber()) {
            throw new IllegalArgumentException("stored JSON lacks the number field " + field);
        }
        return value.doubleValue();
    }

    /** A time that must be there. */
    public static Instant instant(JsonNode node, String field) {
        try {
            return Instant.parse(text(node, field));
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("stored JSON has no time in the field " + field, e);
        }
    }

    /** A time, or null where there is none. */
    public static @Nullable Instant instantOrNull(JsonNode node, String field) {
        return node.hasNonNull(field) ? instant(node, field) : null;
    }

    /** An object's fields in their order; empty where there is none. */
    public static <T> Map<String, T> map(JsonNode node, String field, Function<JsonNode, T> value) {
        Map<String, T> map = new LinkedHashMap<>();
        node.path(field).properties().forEach(entry -> map.put(entry.getKey(), value.apply(entry.getValue())));
        return map;
    }

    /** An array's elements; empty where there is none. */
    public static <T> List<T> list(JsonNode node, String field, Function<JsonNode, T> value) {
        List<T> list = new ArrayList<>();
        node.path(field).forEach(element -> list.add(value.apply(element)));
        return list;
    }

    /** Puts an array of texts. */
    public static void put(ObjectNode node, String field, Iterable<String> values) {
        ArrayNode array = node.putArray(field);
        values.forEach(array::add);
    }

    /** Puts an object of plain values and times. */
    public static void put(ObjectNode node, String field, Map<String, ?> values) {
        ObjectNode object = node.putObject(field);
        values.forEach((key, value) -> object.putPOJO(key, value instanceof Instant ? value.toString() : value));
    }

    /** An enum constant by its name in lower case, or a fallback for one that a later version added. */
    public static <E extends Enum<E>> E constant(Class<E> type, JsonNode node, String field, E unknown) {
        String text = textOrNull(node, field);
        for (E constant : type.getEnumConstants()) {
            if (name(constant).equals(text)) {
                return constant;
            }
        }
        return unknown;
    }

    /** A constant's name in lower case. */
    public static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
