package dev.finetuning.console.http;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** A JSON object that is put together field by field; what is absent has no field. */
public final class JsonFields {
    private final Map<String, Object> fields = new LinkedHashMap<>();

    private JsonFields() {}

    /** Starts with a field. */
    public static JsonFields with(String name, Object value) {
        return new JsonFields().and(name, value);
    }

    /** Adds a field. */
    public JsonFields and(String name, Object value) {
        fields.put(name, value);
        return this;
    }

    /** Adds a field if there is a value. */
    public JsonFields and(String name, Optional<?> value) {
        value.ifPresent(there -> fields.put(name, there));
        return this;
    }

    /** Adds a field if there is a number that JSON has. */
    public JsonFields and(String name, OptionalDouble value) {
        if (value.isPresent() && Double.isFinite(value.getAsDouble())) {
            fields.put(name, value.getAsDouble());
        }
        return this;
    }

    /** Adds a field if there is a number. */
    public JsonFields and(String name, OptionalLong value) {
        value.ifPresent(there -> fields.put(name, there));
        return this;
    }

    /** The object. */
    public Map<String, Object> map() {
        return fields;
    }
}
