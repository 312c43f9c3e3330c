package dev.finetuning.format;

import dev.finetuning.example.Example;
import dev.finetuning.source.SourceRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A known format with other field names: fields and values are renamed before a record is read, and
 * renamed back after one is written. Paths begin with a slash and use the names in the record; {@code +}
 * matches any one name or list position:
 *
 * <pre>{@code
 * FieldMapping.of(PreferencePairs.trl())
 *     .rename("/chosen_messages", "chosen")
 *     .rename("/chosen_messages/+/loss_weight", "weight")
 *     .value("/chosen_messages/+/speaker", "customer", "user");
 * }</pre>
 *
 * Immutable.
 */
public final class FieldMapping implements ExampleFormat {
    private record Rename(List<String> path, String to) {}

    private record Value(List<String> path, Object from, Object to) {}

    private final ExampleFormat format;
    private final List<Rename> renames;
    private final List<Value> values;

    private FieldMapping(ExampleFormat format, List<Rename> renames, List<Value> values) {
        this.format = format;
        this.renames = renames;
        this.values = values;
    }

    /** A mapping of a known format, with nothing renamed yet. */
    public static FieldMapping of(ExampleFormat format) {
        return new FieldMapping(format, List.of(), List.of());
    }

    /**
     * Reads the field at a path under another name.
     *
     * @throws IllegalArgumentException if the path does not begin with a slash
     */
    public FieldMapping rename(String path, String to) {
        List<Rename> more = new ArrayList<>(renames);
        more.add(new Rename(segments(path), to));
        return new FieldMapping(format, List.copyOf(more), values);
    }

    /**
     * Reads one value at a path as another.
     *
     * @throws IllegalArgumentException if the path does not begin with a slash
     */
    public FieldMapping value(String path, Object from, Object to) {
        List<Value> more = new ArrayList<>(values);
        more.add(new Value(segments(path), from, to));
        return new FieldMapping(format, renames, List.copyOf(more));
    }

    private static List<String> segments(String path) {
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("a path begins with a slash: " + path);
        }
        return List.of(path.substring(1).split("/", -1));
    }

    @Override
    public String name() {
        return format.name() + ", mapped";
    }

    @Override
    public Example read(SourceRecord record) {
        Object mapped = map(record.fields(), List.of(), true);
        return format.read(SourceRecord.of(object(mapped), record.origin()));
    }

    @Override
    public Map<String, Object> write(Example example) {
        return object(map(format.write(example), List.of(), false));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> object(@Nullable Object mapped) {
        return mapped instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
    }

    /** Copies a value, renaming inwards or outwards; the path is always in the record's own names. */
    private @Nullable Object map(@Nullable Object value, List<String> path, boolean inwards) {
        if (value instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> copy = new LinkedHashMap<>();
            map.forEach((key, element) -> {
                String name = String.valueOf(key);
                String own = inwards ? name : ownName(path, name);
                List<String> at = child(path, own);
                copy.put(inwards ? formatName(at, name) : own, map(element, at, inwards));
            });
            return copy;
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> copy = new ArrayList<>(list.size());
            for (Object element : list) {
                copy.add(map(element, child(path, "+"), inwards));
            }
            return copy;
        }
        return mapScalar(value, path, inwards);
    }

    private @Nullable Object mapScalar(@Nullable Object value, List<String> path, boolean inwards) {
        for (Value rule : values) {
            if ((inwards ? rule.from : rule.to).equals(value) && matches(rule.path, path)) {
                return inwards ? rule.to : rule.from;
            }
        }
        return value;
    }

    private String formatName(List<String> path, String name) {
        for (Rename rule : renames) {
            if (matches(rule.path, path)) {
                return rule.to;
            }
        }
        return name;
    }

    private String ownName(List<String> parent, String name) {
        for (Rename rule : renames) {
            String last = rule.path.get(rule.path.size() - 1);
            if (rule.to.equals(name) && matches(rule.path, child(parent, last))) {
                return last;
            }
        }
        return name;
    }

    private static boolean matches(List<String> pattern, List<String> path) {
        if (pattern.size() != path.size()) {
            return false;
        }
        for (int i = 0; i < pattern.size(); i++) {
            if (!pattern.get(i).equals("+") && !pattern.get(i).equals(path.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static List<String> child(List<String> path, String name) {
        List<String> child = new ArrayList<>(path);
        child.add(name);
        return child;
    }
}
