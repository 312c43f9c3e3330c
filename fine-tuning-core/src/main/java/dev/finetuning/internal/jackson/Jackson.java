package dev.finetuning.internal.jackson;

import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.TypeFactory;
import com.fasterxml.jackson.databind.util.LRUMap;
import com.fasterxml.jackson.databind.util.LookupCache;

/**
 * Where every factory and mapper of this library begins. They keep no buffers in threads, and no types of this
 * library in static fields of Jackson, which may live in another class loader. Thread-safe.
 */
public final class Jackson {
    private static final int MAX_TYPES = 200;
    private static final LookupCache<Object, JavaType> KNOWN_TYPES = new LRUMap<>(16, MAX_TYPES);
    private static final TypeFactory TYPES = TypeFactory.defaultInstance().withCache(KNOWN_TYPES);
    private static final JsonMapper MAPPER = mapper().build();

    private Jackson() {}

    /** The settings of a factory. */
    public static JsonFactoryBuilder factory() {
        JsonFactoryBuilder settings = new JsonFactoryBuilder();
        settings.recyclerPool(SharedBuffers.INSTANCE);
        return settings;
    }

    /** The settings of a mapper. */
    public static JsonMapper.Builder mapper() {
        return mapper(factory());
    }

    /** The settings of a mapper whose factory has settings too, made by {@link #factory}. */
    public static JsonMapper.Builder mapper(JsonFactoryBuilder factory) {
        return JsonMapper.builder(factory.build()).typeFactory(TYPES);
    }

    /** A tree as compact JSON; its own {@code toString} writes the same by a mapper of Jackson's. */
    public static String text(JsonNode tree) {
        try {
            return MAPPER.writeValueAsString(tree);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a JSON tree could not be written", e);
        }
    }
}
