package dev.finetuning.internal.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.finetuning.internal.content.UnpairedSurrogates;
import dev.finetuning.internal.jackson.Jackson;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The few shapes that JSON in journals consists of; what is wrong is an {@link IllegalArgumentException}. Thread-safe. */
public final class StoredJson {
    private static final JsonMapper MAPPER = Jackson.mapper().build();
    /** Keeps every digit of a number, trailing zeros too: for amounts of money, and for values of others. */
    private static final JsonMapper EXACT = Jackson.mapper()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private StoredJson() {}

    /** A new object. */
    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /**
     * The object as text for a journal. Half of a surrogate pair, which a provider may send, is escaped, because no
     * store keeps it otherwise.
     */
    public static String write(ObjectNode object) {
        return escaped(Jackson.text(object));
    }

    private static String escaped(String json) {
        if (!UnpairedSurrogates.in(json)) {
            return json;
        }
        StringBuilder escaped = new StringBuilder(json.length() + 100);
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (!Character.isSurrogate(c)) {
                escaped.append(c);
            } else if (i + 1 < json.length() && Character.isSurrogatePair(c, json.charAt(i + 1))) {
                escaped.append(c).append(json.charAt(++i));
            } else {
                escaped.append("\\u%04X".formatted((int) c));
            }
        }
        return escaped.toString();
    }

    /** A text that is one object. */
    public static JsonNode parse(String text) {
        return parse(text, MAPPER);
    }

    /** A text that is one object, with every digit of its numbers. */
    public static JsonNode parseExactly(String text) {
        return parse(text, EXACT);
    }

    private static JsonNode parse(String text, JsonMapper mapper) {
        try {
            JsonNode node = mapper.readTree(text);
            if (!node.isObject()) {
                throw new IllegalArgumentException("stored JSON is not an object");
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

    /** Hands over a text, where there is one. */
    public static void ifText(JsonNode node, String field, Consumer<String> taker) {
        String text = textOrNull(node, field);
        if (text != null) {
            taker.accept(text);
        }
    }

    /** A number that must be there. */
    public static double number(JsonNode node, String field) {
        JsonNode value = node.get(field);
        if (value == null || !value.isNumber()) {
            throw new IllegalArgumentException("stored JSON lacks the number field " + field);
        }
        return value.doubleValue();
    }

    /** A whole number that must be there. */
    public static long whole(JsonNode node, String field) {
        JsonNode value = node.get(field);
        if (value == null || !value.isIntegralNumber()) {
            throw new IllegalArgumentException("stored JSON lacks the whole number " + field);
        }
        return value.longValue();
    }

    /** A whole number, or null where there is none. */
    public static @Nullable Long wholeOrNull(JsonNode node, String field) {
        return node.hasNonNull(field) ? (Long) whole(node, field) : null;
    }

    /** A number, or null where there is none. */
    public static @Nullable Double numberOrNull(JsonNode node, String field) {
        return node.hasNonNull(field) ? (Double) number(node, field) : null;
    }

    /** An exact number that must be there, in a text that was parsed exactly. */
    public static BigDecimal decimal(JsonNode node, String field) {
        JsonNode value = node.get(field);
        if (value == null || !value.isNumber()) {
            throw new IllegalArgumentException("stored JSON lacks the number field " + field);
        }
        return value.decimalValue();
    }

    /** An exact number, or null where there is none. */
    public static @Nullable BigDecimal decimalOrNull(JsonNode node, String field) {
        return node.hasNonNull(field) ? decimal(node, field) : null;
    }

    /** Yes or no; no where there is neither. */
    public static boolean flag(JsonNode node, String field) {
        return node.path(field).booleanValue();
    }

    /** A JSON value of unknown form as maps, lists, texts and exact numbers; an empty object if there is none. */
    @SuppressWarnings("unchecked") // an object is read as a map
    public static Map<String, Object> free(JsonNode node, String field) {
        try {
            return node.hasNonNull(field) ? EXACT.treeToValue(node.get(field), Map.class) : Map.of();
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("stored JSON has no object in the field " + field);
        }
    }

    /**
     * Writes JSON values of unknown form.
     *
     * @throws IllegalArgumentException if they hold anything but JSON values
     */
    public static void putFree(ObjectNode node, String field, Map<String, ?> values) {
        node.set(field, parseExactly(JsonText.of(values)));
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
}
