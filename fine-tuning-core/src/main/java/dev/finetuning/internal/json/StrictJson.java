package dev.finetuning.internal.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import dev.finetuning.internal.jackson.Jackson;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Jackson with everything lenient switched off: no guessing of encodings, no duplicate keys, no
 * trailing data, no numbers beyond a double's range, bounded depth and lengths. Thread-safe.
 *
 * <p>Values are {@code Map} (in order), {@code List}, {@code String}, {@code Integer}, {@code Long},
 * {@code BigInteger}, {@code Double} or, where a double would change the value, {@code BigDecimal},
 * {@code Boolean} and null.
 */
public final class StrictJson {
    private static final Map<JsonLimits, StrictJson> KNOWN = new ConcurrentHashMap<>();
    private static final JsonLimits DEFAULT_LIMITS = new JsonLimits(512, 8 << 20, 1000);
    private static final StrictJson DEFAULT = new StrictJson(DEFAULT_LIMITS);

    /** A decimal of at most this many characters means the same after a trip through a double. */
    private static final int SAFE_DECIMAL = 15;

    private final ByteFactory factory;

    private StrictJson(JsonLimits limits) {
        factory = new ByteFactory(Jackson.factory()
                .disable(JsonFactory.Feature.CHARSET_DETECTION)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                .disable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(limits.depth())
                        .maxStringLength(limits.stringLength())
                        .maxNumberLength(limits.numberLength())
                        .build()));
    }

    /** With the default limits. */
    public static StrictJson standard() {
        return DEFAULT;
    }

    /** With other limits. */
    public static StrictJson of(JsonLimits limits) {
        return limits.equals(DEFAULT_LIMITS) ? DEFAULT : KNOWN.computeIfAbsent(limits, StrictJson::new);
    }

    /** A parser over part of an array of valid UTF-8. */
    public JsonParser parser(byte[] bytes, int offset, int length) throws IOException {
        return factory.parser(bytes, offset, length);
    }

    /**
     * The object that is the whole text.
     *
     * @throws JsonFault if it is anything else
     */
    public Map<String, Object> object(String text) throws JsonFault {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return whole(bytes, 0, bytes.length, StrictJson::object);
    }

    /**
     * The value that is the whole text.
     *
     * @throws JsonFault if it is not one value
     */
    public @Nullable Object value(String text) throws JsonFault {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return whole(bytes, 0, bytes.length, parser -> Optional.ofNullable(value(parser)))
                .orElse(null);
    }

    /** Reads one thing from a parser. */
    @FunctionalInterface
    public interface Body<T> {
        /** Reads it; the parser stands on its first token. */
        T read(JsonParser parser) throws IOException, JsonFault;
    }

    /**
     * Reads a text that holds one value and nothing after it.
     *
     * @throws JsonFault if it does not
     */
    public <T> T whole(byte[] bytes, int offset, int length, Body<T> body) throws JsonFault {
        return parsed(bytes, offset, length, parser -> one(parser, body));
    }

    /**
     * The same for unchecked bytes. What is not UTF-8, or half a surrogate pair, is the
     * fault that is told, whatever else is wrong.
     *
     * @throws JsonFault if they are not UTF-8, or do not hold one value
     */
    public <T> T unseen(byte[] bytes, int offset, int length, Body<T> body) throws JsonFault {
        try {
            return parsed(bytes, offset, length, parser -> {
                T result = one(parser, body);
                Utf8.check(bytes, offset, parser.seen(), offset + length);
                return result;
            });
        } catch (JsonFault fault) {
            Utf8.check(bytes, offset, offset, offset + length);
            throw fault;
        }
    }

    /** Reads one thing from a parser of our own. */
    @FunctionalInterface
    private interface Parse<T> {
        T apply(ByteParser parser) throws IOException, JsonFault;
    }

    private static <T> T one(JsonParser parser, Body<T> body) throws IOException, JsonFault {
        if (parser.nextToken() == null) {
            throw new JsonFault("invalid_json", "", "There is no JSON value.", "Write one JSON object.");
        }
        T result = body.read(parser);
        if (parser.nextToken() != null) {
            throw new JsonFault(
                    "trailing_data",
                    "",
                    "Something follows the value at byte " + column(parser) + ".",
                    "Put each record on its own line.");
        }
        return result;
    }

    private <T> T parsed(byte[] bytes, int offset, int length, Parse<T> parse) throws JsonFault {
        try (ByteParser parser = factory.parser(bytes, offset, length)) {
            return parse.apply(parser);
        } catch (StreamConstraintsException e) {
            throw new JsonFault(
                    "limit_exceeded",
                    "",
                    "The record is nested deeper, or has a longer string, name or number, than the limits allow.",
                    "Shorten it, or raise the read limits.");
        } catch (JsonProcessingException e) {
            throw syntax(e);
        } catch (IOException | IllegalStateException e) {
            throw new JsonFault("invalid_json", "", "The record cannot be parsed as JSON.", "Fix the record.");
        }
    }

    /**
     * The object the parser stands on.
     *
     * @throws JsonFault if it stands on something else
     */
    public static Map<String, Object> object(JsonParser parser) throws IOException, JsonFault {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw new JsonFault(
                    "data_type",
                    pointer(parser),
                    "There is " + kind(parser) + " where a JSON object is expected.",
                    "Write an object in braces.");
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            putNullable(fields, name, value(parser));
        }
        return fields;
    }

    /** The value the parser stands on. */
    public static @Nullable Object value(JsonParser parser) throws IOException, JsonFault {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT -> parser.getNumberValue();
            case VALUE_NUMBER_FLOAT -> decimal(parser);
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> null;
        };
    }

    /** What the parser stands on, for people: {@code "a string"}. */
    public static String kind(JsonParser parser) {
        return switch (parser.currentToken()) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            case VALUE_STRING -> "a string";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
            case VALUE_TRUE, VALUE_FALSE -> "a boolean";
            default -> "null";
        };
    }

    /** The pointer to where the parser stands. */
    public static String pointer(JsonParser parser) {
        return parser.getParsingContext().pathAsPointer().toString();
    }

    private static List<Object> array(JsonParser parser) throws IOException, JsonFault {
        List<Object> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            addNullable(elements, value(parser));
        }
        return elements;
    }

    private static Object decimal(JsonParser parser) throws IOException, JsonFault {
        double value = parser.getDoubleValue();
        if (Double.isInfinite(value)) {
            throw outOfRange(parser, "The number is out of range for a double.");
        }
        if (parser.getTextLength() <= SAFE_DECIMAL && value != 0) {
            return value;
        }
        BigDecimal exact = exactly(parser);
        return exact.compareTo(new BigDecimal(Double.toString(value))) == 0 ? (Object) value : exact;
    }

    private static BigDecimal exactly(JsonParser parser) throws IOException, JsonFault {
        try {
            return new BigDecimal(parser.getText());
        } catch (NumberFormatException e) {
            throw outOfRange(parser, "The number's exponent is beyond any range.");
        }
    }

    private static JsonFault outOfRange(JsonParser parser, String message) {
        return new JsonFault("number_out_of_range", pointer(parser), message, "Write it as a string, or correct it.");
    }

    // JSON null is a value here; the maps' own type has no place for saying so
    @SuppressWarnings("NullAway")
    private static void putNullable(Map<String, Object> fields, String name, @Nullable Object value) {
        fields.put(name, value);
    }

    @SuppressWarnings("NullAway")
    private static void addNullable(List<Object> elements, @Nullable Object value) {
        elements.add(value);
    }

    private static JsonFault syntax(JsonProcessingException e) {
        String reason = e.getOriginalMessage();
        if (reason != null && reason.startsWith("Duplicate field")) {
            return new JsonFault(
                    "duplicate_key",
                    "",
                    "A key occurs twice in one object, at byte "
                            + (e.getLocation().getByteOffset() + 1) + ".",
                    "Keep one of the two.");
        }
        long at = e.getLocation() == null ? 0 : Math.max(0, e.getLocation().getByteOffset());
        return new JsonFault(
                "invalid_json",
                "",
                "The record is not valid JSON: parsing stopped at its byte " + (at + 1) + ".",
                "Check quotes, commas and brackets there.");
    }

    private static long column(JsonParser parser) {
        return parser.currentTokenLocation().getByteOffset() + 1;
    }
}
