package dev.finetuning.format.writing;

import dev.finetuning.internal.json.JsonFault;
import dev.finetuning.internal.json.StrictJson;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The names of the fields that occur in written records and in their lists of messages. */
final class FieldNames {
    private final boolean wanted;
    private final Set<String> seen = new HashSet<>();

    FieldNames(boolean wanted) {
        this.wanted = wanted;
    }

    void note(byte[] json) {
        if (!wanted) {
            return;
        }
        try {
            Map<String, Object> record = StrictJson.standard().whole(json, 0, json.length, StrictJson::object);
            record.forEach((name, value) -> {
                seen.add(name);
                if (value instanceof List<?> list) {
                    list.forEach(element -> {
                        if (element instanceof Map<?, ?> map) {
                            map.keySet().forEach(inner -> seen.add(name + "/" + inner));
                        }
                    });
                }
            });
        } catch (JsonFault e) {
            throw new IllegalStateException("what was written is no JSON object", e);
        }
    }

    Set<String> seen() {
        return Set.copyOf(seen);
    }
}
