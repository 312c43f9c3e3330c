package dev.finetuning.quality;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Visits every text in fields that have no fixed form: a tool's schema, a part's or a message's unknown fields. What
 * no visit changed is the same instance.
 */
@SuppressWarnings("ReferenceEquality")
final class FieldWalk {
    private FieldWalk() {}

    /** The fields of an object; of those, only the ones named, unless none are. */
    static Map<String, Object> fields(PassagePlace at, Map<String, Object> fields, Set<String> only) {
        Map<String, Object> changed = new LinkedHashMap<>();
        boolean same = true;
        for (Map.Entry<String, Object> field : fields.entrySet()) {
            boolean visited = only.isEmpty() || only.contains(field.getKey());
            PassagePlace place = at.field("/" + escaped(field.getKey()));
            String name = only.isEmpty() ? at.label(field.getKey()) : field.getKey();
            Object value = visited ? value(place, field.getValue()) : field.getValue();
            same &= name.equals(field.getKey()) && value == field.getValue();
            put(changed, free(changed, name), value);
        }
        return same ? fields : changed;
    }

    @SuppressWarnings("unchecked")
    private static @Nullable Object value(PassagePlace at, @Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return fields(at, (Map<String, Object>) map, Set.of());
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> changed = new ArrayList<>(list.size());
            boolean same = true;
            for (int i = 0; i < list.size(); i++) {
                Object element = value(at.field("/" + i), list.get(i));
                same &= element == list.get(i);
                changed.add(element);
            }
            return same ? list : changed;
        }
        if (value instanceof String || value instanceof Number) {
            String text = value.toString();
            String changed = at.visited(text);
            return changed.equals(text) ? value : changed;
        }
        return value;
    }

    /** A name that no field has yet; a number follows where two became the same. */
    static String free(Map<String, ?> taken, String name) {
        String free = name;
        for (int i = 2; taken.containsKey(free); i++) {
            free = name + i;
        }
        return free;
    }

    // JSON null is a value here; the maps' own type has no place for saying so
    @SuppressWarnings("NullAway")
    private static void put(Map<String, Object> fields, String name, @Nullable Object value) {
        fields.put(name, value);
    }

    /** A name as a part of a JSON pointer. */
    static String escaped(String name) {
        return name.indexOf('~') < 0 && name.indexOf('/') < 0
                ? name
                : name.replace("~", "~0").replace("/", "~1");
    }
}
