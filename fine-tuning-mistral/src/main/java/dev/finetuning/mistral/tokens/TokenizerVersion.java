package dev.finetuning.mistral.tokens;

import java.util.Locale;
import java.util.Optional;

/**
 * The generations of Mistral's instruct format: how a conversation becomes tokens, and which conversations
 * there is a form for. Older ones come first.
 */
public enum TokenizerVersion {
    /** The first models: no tools, the system prompt in the first question. */
    V1,
    /** Control tokens and tools; the system prompt in the last question. */
    V2,
    /** Tool calls with ids. Open Mistral 7B v0.3, Nemo, Ministral 2410, Pixtral 12B. */
    V3,
    /** System prompts in their place, content beside tool calls. Large 2411. */
    V7,
    /** Tool calls one by one, matched by id. */
    V11,
    /** Tools at the first question, call ids of any form, thinking. */
    V13,
    /** Model settings. */
    V15;

    /** The version of that name: {@code "v3"}, also {@code "v7m1"}; empty for an unknown one. */
    static Optional<TokenizerVersion> named(String name) {
        String plain = name.toUpperCase(Locale.ROOT).replaceFirst("M\\d+$", "");
        for (TokenizerVersion version : values()) {
            if (version.name().equals(plain)) {
                return Optional.of(version);
            }
        }
        return Optional.empty();
    }

    /** Whether this generation is that one or a later one. */
    public boolean since(TokenizerVersion first) {
        return compareTo(first) >= 0;
    }

    /** {@code "v3"}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
