package dev.finetuning.asking.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.finetuning.chat.ChatReply;
import dev.finetuning.chat.Usage;
import dev.finetuning.example.Message;
import dev.finetuning.example.Tool;
import dev.finetuning.internal.content.UnpairedSurrogates;
import dev.finetuning.internal.jackson.Jackson;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Replies, and the fields of stored JSON, for keeping answers and for hashing requests. Thread-safe. */
public final class StoredFields {
    // sorted keys: two maps with equal entries are one request, whatever order they were filled in
    private static final ObjectMapper JSON = Jackson.mapper()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();
    private static final ObjectMapper UNSORTED = Jackson.mapper().build();
    // a model may answer half a surrogate pair; escaped, it survives any journal
    private static final ObjectWriter ESCAPED = JSON.writer().with(JsonWriteFeature.ESCAPE_NON_ASCII);
    private static final String FIRST_TOKEN = "first_token_nanos";
    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

    private StoredFields() {}

    /** What a test case asks and expects, with the keys of every map in order. */
    public static String canonical(
            List<Message> input, List<Tool> tools, @Nullable Message expected, Map<String, Object> reference) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("input", StoredMessages.messages(input));
        fields.put("tools", tools.stream().map(StoredMessages::tool).toList());
        fields.put("expected", expected == null ? List.of() : StoredMessages.messages(List.of(expected)));
        fields.put("reference", reference);
        return write(fields);
    }

    /** A reply as fields. */
    public static Map<String, Object> reply(ChatReply reply) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("message", StoredMessages.message(reply.message()));
        fields.put("finish_reason", reply.finishReason());
        fields.put("input_tokens", reply.usage().inputTokens());
        fields.put("cached_input_tokens", reply.usage().cachedInputTokens());
        fields.put("output_tokens", reply.usage().outputTokens());
        fields.put("latency_nanos", reply.latency().toNanos());
        fields.put("model", reply.modelId());
        reply.requestId().ifPresent(id -> fields.put("request_id", id));
        reply.firstToken().ifPresent(time -> fields.put(FIRST_TOKEN, time.toNanos()));
        return fields;
    }

    /** The reply that these fields hold. */
    public static ChatReply reply(Map<String, Object> fields) {
        return new ChatReply(
                StoredMessages.toMessage(object(fields, "message")),
                text(fields, "finish_reason"),
                new Usage(
                        number(fields, "input_tokens"),
                        number(fields, "cached_input_tokens"),
                        number(fields, "output_tokens")),
                Duration.ofNanos(number(fields, "latency_nanos")),
                text(fields, "model"),
                optionalText(fields, "request_id"),
                fields.containsKey(FIRST_TOKEN)
                        ? Optional.of(Duration.ofNanos(number(fields, FIRST_TOKEN)))
                        : Optional.empty());
    }

    /** The fields as JSON, with the keys of every map in order. */
    public static String write(Map<String, Object> fields) {
        return write(fields, JSON);
    }

    /** The fields as JSON, in whatever order they come, which is quicker. */
    public static String writeUnsorted(Map<String, Object> fields) {
        return write(fields, UNSORTED);
    }

    private static String write(Map<String, Object> fields, ObjectMapper mapper) {
        try {
            String json = mapper.writeValueAsString(fields);
            return isWellFormed(json) ? json : ESCAPED.writeValueAsString(fields);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a JSON value: " + e.getOriginalMessage(), e);
        }
    }

    /** The text itself, or with the halves of surrogate pairs in it, which have no UTF-8, spelled out. */
    public static String wellFormed(String text) {
        return isWellFormed(text) ? text : write(Map.of("escaped", text));
    }

    private static boolean isWellFormed(String text) {
        return !UnpairedSurrogates.in(text);
    }

    /** The fields of a JSON object. */
    public static Map<String, Object> read(String json) throws JsonProcessingException {
        return JSON.readValue(json, OBJECT);
    }

    /** A text, empty where there is none. */
    public static String text(Map<String, Object> fields, String name) {
        return optionalText(fields, name).orElse("");
    }

    /** A text, where there is one. */
    public static Optional<String> optionalText(Map<String, Object> fields, String name) {
        return fields.get(name) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    /** An object, empty where there is none. */
    @SuppressWarnings("unchecked")
    public static Map<String, Object> object(Map<String, Object> fields, String name) {
        return fields.get(name) instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
    }

    /** An array of texts, empty where there is none. */
    public static List<String> texts(Map<String, Object> fields, String name) {
        List<String> texts = new ArrayList<>();
        if (fields.get(name) instanceof List<?> list) {
            list.forEach(text -> texts.add(String.valueOf(text)));
        }
        return texts;
    }

    /** A whole number, 0 where there is none. */
    public static long number(Map<String, Object> fields, String name) {
        return fields.get(name) instanceof Number number ? number.longValue() : 0;
    }

    /** The objects in a list, without anything else in it; empty where it is no list. */
    @SuppressWarnings("unchecked")
    public static List<Map<String, Object>> objects(@Nullable Object list) {
        List<Map<String, Object>> objects = new ArrayList<>();
        if (list instanceof List<?> elements) {
            for (Object element : elements) {
                if (element instanceof Map<?, ?> map) {
                    objects.add((Map<String, Object>) map);
                }
            }
        }
        return objects;
    }

    /** Puts what is there. */
    public static void putIfPresent(Map<String, Object> fields, String name, @Nullable Object value) {
        if (value != null) {
            fields.put(name, value);
        }
    }
}
