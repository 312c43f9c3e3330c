package dev.finetuning.mistral.wire;

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
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                boolean pair = i + 1 < text.length() && Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1));
                if (!pair) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }
}
