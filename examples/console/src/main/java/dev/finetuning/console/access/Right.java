package dev.finetuning.console.access;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What somebody may do. Each right includes those before it. */
public enum Right {
    /** Look at everything of the tenant, and ask models. */
    READ,
    /** Upload and change data, and train. */
    WRITE,
    /** Decide what is in production. */
    APPROVE;

    /** Whether who has this right may do what needs the other. */
    public boolean includes(Right other) {
        return compareTo(other) >= 0;
    }

    /** As it is written in token files and in the API: {@code read}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Right> of(String word) {
        return Arrays.stream(values())
                .filter(right -> right.word().equals(word))
                .findFirst();
    }
}
