package dev.finetuning.mistral.wire;

import dev.finetuning.internal.content.UnpairedSurrogates;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whether texts can be written as UTF-8; half a surrogate pair becomes an escape no decoder understands. */
public final class WellFormed {
    private WellFormed() {}

    /** Looks at every text in a JSON value. */
    public static boolean holds(@Nullable Object value) {
        if (value instanceof String text) {
            return holds(text);
        }
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream().allMatch(e -> holds(e.getKey()) && holds(e.getValue()));
        }
        return !(value instanceof List<?> list) || list.stream().allMatch(WellFormed::holds);
    }

    public static boolean holds(String text) {
        return !UnpairedSurrogates.in(text);
    }
}
