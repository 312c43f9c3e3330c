package dev.finetuning.format.writing;

import dev.finetuning.internal.json.JsonFault;
import dev.finetuning.internal.json.StrictJson;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The fields of written records: their names, and which value of which kind stands where. */
final class RecordShapes {
    /** Beyond so many, fields have the names of things, and a reader of tables has given up on columns. */
    private static final int MOST = 50_000;

    private final Set<String> fields = new HashSet<>();
    private final Set<String> shapes = new HashSet<>();
    private boolean news;

    /** Looks at a record, and tells whether it shows anything that none before it did. */
    boolean note(byte[] json) {
        news = false;
        try {
            Map<String, Object> record = StrictJson.standard().whole(json, 0, json.length, StrictJson::object);
            shape("", record);
            fields.addAll(record.keySet());
            record.forEach(this::fieldsWithin);
        } catch (JsonFault beyondStrictJson) {
            // as deep as this no reader of tables goes
            return false;
        }
        return news;
    }

    private void fieldsWithin(String name, @Nullable Object value) {
        if (value instanceof List<?> list) {
            list.forEach(element -> {
                if (element instanceof Map<?, ?> map) {
                    map.keySet().forEach(inner -> fields.add(name + "/" + inner));
                }
            });
        }
    }

    private void shape(String place, @Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            // also what is missing is new: a reader of tables fills it in with nulls
            add(place + new TreeSet<>(map.keySet()));
            map.forEach((name, inner) -> shape(place + "/" + name, inner));
        } else if (value instanceof List<?> list) {
            add(place + "[]");
            list.forEach(element -> shape(place + "[]", element));
        } else if (value instanceof Number number) {
            boolean whole = number.toString().chars().allMatch(c -> c == '-' || Character.isDigit(c));
            add(place + (whole ? "#" : "."));
        } else if (value != null) {
            add(place + (value instanceof Boolean ? "?" : "\""));
        }
    }

    private void add(String shape) {
        if (shapes.size() < MOST && shapes.add(shape)) {
            news = true;
        }
    }

    /** The names of all fields: {@code "tools"}, and within lists {@code "messages/weight"}. */
    Set<String> fields() {
        return Set.copyOf(fields);
    }
}
