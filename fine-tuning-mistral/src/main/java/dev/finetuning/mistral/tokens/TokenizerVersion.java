package dev.finetuning.mistral.tokens;

import java.util.Locale;
import java.util.Optional;

/**
 * The versions of Mistral's instruct format, oldest first: how a conversation becomes tokens, and which
 * conversations can be represented.
 */
public enum TokenizerVersion {
    /** The first models: no tools; the system prompt is in the first question. */
    V1,
    /** Control tokens and tools; the system prompt is in the last question. */
    V2,
    /** Tool calls with ids. Open Mistral 7B v0.3, Nemo, Ministral 2410, Pixtral 12B. */
    V3,
    /** System prompts in their own place, content next to tool calls. Large 2411. */
    V7,
    /** Tool calls one by one, matched by id. */
    V11,
    /** Tools at the first question, call ids of any form, thinking. */
    V13,
    /** Model settings. */
    V15;

    /** The version with this name: {@code "v3"}, also {@code "v7m1"}; empty if unknown. */
    static Optional<TokenizerVersion> named(String name) {
        String plain = name.toUpperCase(Locale.ROOT).replaceFirst("M\\d+$", "");
        for (TokenizerVersion version : values()) {
            if (version.name().equals(plain)) {
                return Optional.of(version);
            }
        }
        return Optional.empty();
    }

    /** Whether this version is the given one or a later one. */
    public boolean since(TokenizerVersion first) {
        return compareTo(first) >= 0;
    }

    /** {@code "v3"}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
