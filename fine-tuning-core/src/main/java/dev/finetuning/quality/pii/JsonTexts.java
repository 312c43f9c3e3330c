package dev.finetuning.quality.pii;

import dev.finetuning.internal.json.JsonFault;
import dev.finetuning.internal.json.JsonText;
import dev.finetuning.internal.json.StrictJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Changes the strings, keys and numbers within a JSON text, so that it stays JSON: a number that changes
 * becomes a string. A text that is no JSON object is changed as it stands.
 *
 * @param change what becomes of a text, given the name of the field it stands in; empty where there is none
 */
record JsonTexts(BinaryOperator<String> change) {
    String apply(String json) {
        if (change.apply("", json).equals(json) && json.indexOf('\\') < 0) {
            return json;
        }
        try {
            Map<String, Object> object = StrictJson.standard().object(json);
            Object changed = changed("", object);
            return object.equals(changed) ? json : JsonText.of(changed);
        } catch (JsonFault e) {
            return change.apply("", json);
        }
    }

    private @Nullable Object changed(String name, @Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> changed = new LinkedHashMap<>();
            map.forEach((key, each) -> changed.put(free(changed, key.toString()), changed(key.toString(), each)));
            return changed;
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> changed = new ArrayList<>(list.size());
            list.forEach(each -> changed.add(changed(name, each)));
            return changed;
        }
        if (value instanceof String || value instanceof Number) {
            String text = value.toString();
            String result = change.apply(name, text);
            return result.equals(text) ? value : result;
        }
        return value;
    }

    /** The changed key; a number follows where another key became the same. */
    private String free(Map<String, ?> taken, String key) {
        String changed = change.apply("", key);
        String free = changed;
        for (int i = 2; taken.containsKey(free); i++) {
            free = changed + i;
        }
        return free;
    }
}
