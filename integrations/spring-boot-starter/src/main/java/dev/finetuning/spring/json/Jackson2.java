package dev.finetuning.spring.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import dev.finetuning.registry.RegistryEvent;
import dev.finetuning.registry.version.Alias;
import dev.finetuning.registry.version.ModelVersion;
import dev.finetuning.registry.version.SemanticVersion;
import dev.finetuning.run.FineTuningRun;
import java.io.IOException;
import java.util.function.Function;

/**
 * The library's values for mappers of Jackson 2: aliases and version numbers as text, both ways; runs,
 * versions and events as in {@link JsonValues}, written only.
 */
public final class Jackson2 {
    private Jackson2() {}

    /** A module to register with a mapper. */
    public static SimpleModule module() {
        return new SimpleModule("fine-tuning")
                .addSerializer(Alias.class, ToStringSerializer.instance)
                .addDeserializer(Alias.class, new Text<>(Alias.class, Alias::of))
                .addSerializer(SemanticVersion.class, ToStringSerializer.instance)
                .addDeserializer(SemanticVersion.class, new Text<>(SemanticVersion.class, SemanticVersion::parse))
                .addSerializer(FineTuningRun.class, new Value<>(JsonValues::of))
                .addSerializer(ModelVersion.class, new Value<>(JsonValues::of))
                .addSerializer(RegistryEvent.class, new Value<>(JsonValues::of));
    }

    private static final class Value<T> extends JsonSerializer<T> {
        private final Function<T, Object> form;

        Value(Function<T, Object> form) {
            this.form = form;
        }

        @Override
        public void serialize(T value, JsonGenerator generator, SerializerProvider provider) throws IOException {
            provider.defaultSerializeValue(form.apply(value), generator);
        }
    }

    private static final class Text<T> extends StdScalarDeserializer<T> {
        private static final long serialVersionUID = 1;
        private final transient Function<String, T> parse;

        Text(Class<T> type, Function<String, T> parse) {
            super(type);
            this.parse = parse;
        }

        @Override
        @SuppressWarnings("unchecked") // the class is that of T
        public T deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            String text = parser.getValueAsString();
            try {
                return parse.apply(String.valueOf(text));
            } catch (IllegalArgumentException e) {
                return (T) context.handleWeirdStringValue(handledType(), String.valueOf(text), "%s", e.getMessage());
            }
        }
    }
}
