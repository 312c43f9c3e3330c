package dev.finetuning.local;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Map;

/** JSON objects as maps, and back. Errors never repeat content. */
final class Json {
    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .build();

    private Json() {}

    static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "not a JSON value: " + value.getClass().getName(), e);
        }
    }

    static byte[] writeBytes(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "not a JSON value: " + value.getClass().getName(), e);
        }
    }

    /**
     * Reads one object.
     *
     * @throws IOException if the text is not exactly one JSON object
     */
    static Map<String, Object> read(String text) throws IOException {
        Map<String, Object> object;
        try {
            object = MAPPER.readValue(text, OBJECT);
        } catch (JsonProcessingException e) {
            e.clearLocation();
            throw new IOException("not one JSON object: " + e.getClass().getSimpleName());
        }
        if (object == null) {
            throw new IOException("not one JSON object: null");
        }
        return object;
    }
}
