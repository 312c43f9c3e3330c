package dev.finetuning.spring.json;

import dev.finetuning.registry.RegistryEvent;
import dev.finetuning.registry.version.Alias;
import dev.finetuning.registry.version.ModelVersion;
import dev.finetuning.registry.version.SemanticVersion;
import dev.finetuning.run.FineTuningRun;
import java.util.function.Function;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.deser.std.StdScalarDeserializer;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.ToStringSerializer;

/**
 * The library's values for mappers of Jackson 3: aliases and version numbers as text, both ways; runs,
 * versions and events as in {@link JsonValues}, written only.
 */
public final class Jackson3 {
    private Jackson3() {}

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

    private static final class Value<T> extends ValueSerializer<T> {
        private final Function<T, Object> form;

        Value(Function<T, Object> form) {
            this.form = form;
        }

        @Override
        public void serialize(T value, JsonGenerator generator, SerializationContext context) {
            context.writeValue(generator, form.apply(value));
        }
    }

    private static final class Text<T> extends StdScalarDeserializer<T> {
        private final Function<String, T> parse;

        Text(Class<T> type, Function<String, T> parse) {
            super(type);
            this.parse = parse;
        }

        @Override
        @SuppressWarnings("unchecked") // the class is that of T
        public T deserialize(JsonParser parser, DeserializationContext context) {
            String text = parser.getValueAsString();
            try {
                return parse.apply(String.valueOf(text));
            } catch (IllegalArgumentException e) {
                return (T) context.handleWeirdStringValue(handledType(), String.valueOf(text), "%s", e.getMessage());
            }
        }
    }
}
