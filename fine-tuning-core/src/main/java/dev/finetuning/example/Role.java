package dev.finetuning.example;

import java.util.Locale;
import java.util.Optional;

/** Who speaks in a message. */
public enum Role {
    SYSTEM,
    DEVELOPER,
    USER,
    ASSISTANT,
    TOOL;

    private final String wireName = name().toLowerCase(Locale.ROOT);

    /** The name used in JSON: {@code "assistant"}. */
    public String wireName() {
        return wireName;
    }

    /** The role with exactly that JSON name, or empty. */
    public static Optional<Role> ofWireName(String name) {
        for (Role role : values()) {
            if (role.wireName.equals(name)) {
                return Optional.of(role);
            }
        }
        return Optional.empty();
    }
}
