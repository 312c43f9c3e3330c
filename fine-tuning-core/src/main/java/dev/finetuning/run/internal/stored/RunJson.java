package dev.finetuning.run.internal.stored;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import dev.finetuning.journal.CorruptJournalException;
import dev.finetuning.journal.JournalEntry;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Run events to journal entries and back: the type is the record's name, the body its fields as JSON. */
public final class RunJson {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .addModule(new SimpleModule()
                    .addSerializer(Instant.class, new InstantWriter())
                    .addDeserializer(Instant.class, new InstantReader()))
            .build();
    private static final Map<String, Class<?>> TYPES = Arrays.stream(RunEvent.class.getPermittedSubclasses())
            .collect(Collectors.toUnmodifiableMap(RunJson::typeOf, Function.identity()));

    private RunJson() {}

    public static JournalEntry write(RunEvent event, Instant at) {
        try {
            return new JournalEntry(typeOf(event.getClass()), at, MAPPER.writeValueAsString(event));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the run holds a value that is not JSON", e);
        }
    }

    public static RunEvent read(String stream, long sequence, JournalEntry entry) {
        Class<?> type = TYPES.get(entry.type());
        if (type == null) {
            throw new CorruptJournalException(
                    stream, stream, sequence, "the entry's type is not one this version knows", null);
        }
        try {
            return (RunEvent) MAPPER.readValue(entry.body(), type);
        } catch (JsonProcessingException e) {
            // the parser's own exception is left out: it quotes what it read
            throw new CorruptJournalException(
                    stream, stream, sequence, "an entry of type " + entry.type() + " is not readable", null);
        }
    }

    private static String typeOf(Class<?> type) {
        return "run."
                + type.getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
    }

    private static final class InstantWriter extends JsonSerializer<Instant> {
        @Override
        public void serialize(Instant value, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeString(value.toString());
        }
    }

    private static final class InstantReader extends JsonDeserializer<Instant> {
        @Override
        public Instant deserialize(JsonParser in, DeserializationContext context) throws IOException {
            return Instant.parse(in.getText());
        }
    }
}
