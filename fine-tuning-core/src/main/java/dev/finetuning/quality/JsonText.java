package dev.finetuning.quality;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Map;
import java.util.Optional;

/** JSON that models wrote into a text. */
final class JsonText {
    private static final ObjectReader READER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build()
            .readerFor(new TypeReference<Map<String, Object>>() {});

    private JsonText() {}

    /** The JSON object that the text is, or empty where it is none. */
    static Optional<Map<String, Object>> object(String text) {
        try {
            return Optional.ofNullable(READER.<Map<String, Object>>readValue(text));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
