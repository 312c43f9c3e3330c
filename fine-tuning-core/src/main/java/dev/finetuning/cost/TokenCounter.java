package dev.finetuning.cost;

import dev.finetuning.example.Example;

/** Counts tokens as one model family sees them. Thread-safe. */
public interface TokenCounter {
    /** How it counts, for people: {@code "o200k_base"}, {@code "estimate, 4 characters a token"}. */
    String name();

    /** The tokens of a bare text, without any framing. */
    int count(String text);

    /** The tokens of an example, framing, roles and tools included. */
    TokenCount count(Example example);

    /** Whether the counts are what the host bills, not an estimate. */
    default boolean exact() {
        return false;
    }
}
