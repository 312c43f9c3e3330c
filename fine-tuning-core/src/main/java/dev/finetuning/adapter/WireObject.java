package dev.finetuning.adapter;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.finetuning.internal.jackson.Jackson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.StreamSupport;

/**
 * A JSON object from a provider, read tolerantly: any field may be missing, null, or of another type than
 * documented, and is then absent. Immutable.
 */
public final class WireObject {
    /** A tree takes about a hundred bytes a token, whatever the token's own length. */
    private static final int MAX_TOKENS = 500_000;

    private static final JsonMapper MAPPER = Jackson.mapper(Jackson.factory()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxTokenCount(MAX_TOKENS)
                            .build()))
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() {};

    /** An object without fields. */
    public static final WireObject EMPTY = new WireObject(MAPPER.createObjectNode());

    private final JsonNode json;

    private WireObject(JsonNode json) {
        this.json = json;
    }

    /**
     * Parses an answer.
     *
     * @throws IOException if it is not exactly one JSON object; the message does not quote it
     */
    public static WireObject parse(byte[] body) throws IOException {
        JsonNode node;
        try {
            node = MAPPER.readTree(body);
        } catch (JsonProcessingException e) {
            // the parser's message quotes what it read
            throw new IOException("the answer is not JSON" + place(e) + " of " + body.length + " bytes");
        }
        if (node == null || !node.isObject()) {
            throw new IOException("the answer is not a JSON object");
        }
        return new WireObject(node);
    }

    /** Some limits are noticed without a place. */
    private static String place(JsonProcessingException failure) {
        JsonLocation location = failure.getLocation();
        return location == null ? "" : ", at byte " + location.getByteOffset();
    }

    /**
     * An object with these fields.
     *
     * @throws IllegalArgumentException if they contain anything but JSON values
     */
    public static WireObject of(Map<String, ?> fields) {
        return new WireObject(MAPPER.valueToTree(fields));
    }

    /** A text. */
    public Optional<String> text(String field) {
        JsonNode value = json.get(field);
        return value != null && value.isTextual() ? Optional.of(value.textValue()) : Optional.empty();
    }

    /** The text in {@code id}, unless it is blank. */
    public Optional<String> id() {
        return text("id").filter(id -> !id.isBlank());
    }

    /** Whether the field exists and is not null. */
    public boolean has(String field) {
        return json.hasNonNull(field);
    }

    /** A text, or the given default. */
    public String text(String field, String otherwise) {
        return text(field).orElse(otherwise);
    }

    /** A whole number. */
    public OptionalLong integer(String field) {
        JsonNode value = json.get(field);
        return value != null && value.isNumber() && value.canConvertToLong()
                ? OptionalLong.of(value.longValue())
                : OptionalLong.empty();
    }

    /** Whether the field is the boolean {@code true}. */
    public boolean isTrue(String field) {
        JsonNode value = json.get(field);
        return value != null && value.isBoolean() && value.booleanValue();
    }

    /** Whether the field is an object. */
    public boolean hasObject(String field) {
        return json.path(field).isObject();
    }

    /** A Unix time in seconds. */
    public Optional<Instant> instant(String field) {
        OptionalLong seconds = integer(field);
        try {
            return seconds.isPresent() ? Optional.of(Instant.ofEpochSecond(seconds.getAsLong())) : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** A date and time in the form of RFC 3339. */
    public Optional<Instant> dateTime(String field) {
        try {
            return text(field).map(text -> OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** The object in a field; an empty one if there is none. */
    public WireObject object(String field) {
        JsonNode value = json.get(field);
        return value != null && value.isObject() ? new WireObject(value) : EMPTY;
    }

    /** Whether there are no fields. */
    public boolean isEmpty() {
        return json.isEmpty();
    }

    /** Whether the field is a list of objects only. */
    public boolean hasListOfObjects(String field) {
        JsonNode list = json.get(field);
        return list != null
                && list.isArray()
                && StreamSupport.stream(list.spliterator(), false).allMatch(JsonNode::isObject);
    }

    /** The objects in a list; other elements are left out. */
    public List<WireObject> objects(String field) {
        List<WireObject> objects = new ArrayList<>();
        JsonNode list = json.get(field);
        if (list != null && list.isArray()) {
            list.forEach(element -> {
                if (element.isObject()) {
                    objects.add(new WireObject(element));
                }
            });
        }
        return objects;
    }

    /** The texts and numbers in a list, as text; other elements are left out. */
    public List<String> texts(String field) {
        List<String> texts = new ArrayList<>();
        JsonNode list = json.get(field);
        if (list != null && list.isArray()) {
            list.forEach(element -> {
                if (element.isTextual() || element.isNumber()) {
                    texts.add(element.asText());
                }
            });
        }
        return texts;
    }

    /** Passes the objects, texts and numbers of a list on in their order, so many at most. */
    public void forEach(String field, int max, Consumer<WireObject> objects, Consumer<String> texts) {
        JsonNode list = json.get(field);
        for (int i = 0; list != null && list.isArray() && i < Math.min(max, list.size()); i++) {
            JsonNode element = list.get(i);
            if (element.isObject()) {
                objects.accept(new WireObject(element));
            } else if (element.isTextual() || element.isNumber()) {
                texts.accept(element.asText());
            }
        }
    }

    /** The objects among the fields, by name. */
    public Map<String, WireObject> objects() {
        Map<String, WireObject> objects = new LinkedHashMap<>();
        json.properties().forEach(field -> {
            if (field.getValue().isObject()) {
                objects.put(field.getKey(), new WireObject(field.getValue()));
            }
        });
        return objects;
    }

    /** The finite numbers among the fields, by name. */
    public Map<String, Double> numbers() {
        Map<String, Double> numbers = new LinkedHashMap<>();
        json.properties().forEach(field -> {
            double number = field.getValue().isNumber() ? field.getValue().doubleValue() : Double.NaN;
            if (Double.isFinite(number)) {
                numbers.put(field.getKey(), number);
            }
        });
        return numbers;
    }

    /** All fields as JSON values. */
    public Map<String, Object> map() {
        return MAPPER.convertValue(json, MAP);
    }

    /** The text in {@code id}, or if there is none, a text derived from the object, always the same. */
    public String identity() {
        return id().orElseGet(() -> "unnamed-" + UUID.nameUUIDFromBytes(json().getBytes(StandardCharsets.UTF_8)));
    }

    /** The object as compact JSON. */
    public String json() {
        return Jackson.text(json);
    }

    /** How many fields there are; content is never printed. */
    @Override
    public String toString() {
        return "WireObject[" + json.size() + " fields]";
    }
}
