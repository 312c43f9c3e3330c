package dev.finetuning.internal.content;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Unmodifiable copies of maps, in order. Most maps of records are empty or have one entry, and take little then. */
public final class FrozenMap {
    private FrozenMap() {}

    /** A copy, which may hold null as the original does. */
    public static <K, V extends @Nullable Object> Map<K, V> copy(Map<K, ? extends V> map) {
        if (map.isEmpty()) {
            return Collections.emptyMap();
        }
        if (map.size() == 1) {
            Map.Entry<K, ? extends V> only = map.entrySet().iterator().next();
            return Collections.singletonMap(only.getKey(), only.getValue());
        }
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }
}
