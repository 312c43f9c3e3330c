package dev.finetuning.internal.json;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The names under which the constants of an enum are stored, so that renaming a constant changes no file.
 * Thread-safe.
 */
public final class StoredNames<E extends Enum<E>> {
    private final EnumMap<E, String> names;
    private final Map<String, E> constants = new HashMap<>();

    private StoredNames(Class<E> type, Map<E, String> names) {
        this.names = new EnumMap<>(names);
        for (E constant : type.getEnumConstants()) {
            String name = names.get(constant);
            if (name == null) {
                throw new IllegalStateException(constant + " of " + type.getName() + " has no name to be stored under");
            }
            if (constants.put(key(name), constant) != null) {
                throw new IllegalStateException("two constants of " + type.getName() + " are stored as " + name);
            }
        }
    }

    /**
     * The names of all constants.
     *
     * @throws IllegalStateException if a constant has none, or two have the same but for its case
     */
    public static <E extends Enum<E>> StoredNames<E> of(Class<E> type, Map<E, String> names) {
        return new StoredNames<>(type, names);
    }

    /** The name under which a constant is stored. */
    public String of(E constant) {
        return Objects.requireNonNull(names.get(constant));
    }

    /** The constant of a stored name, whatever its case; empty for one that a later version added. */
    public Optional<E> find(String name) {
        return Optional.ofNullable(constants.get(key(name)));
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
