package dev.finetuning.cost;

import dev.finetuning.example.Example;

/** Counts tokens as a family of models does. Thread-safe. */
public interface TokenCounter {
    /** How it counts, for people: {@code "o200k_base"}, {@code "estimate, 4 characters a token"}. */
    String name();

    /** The tokens of a bare text, without framing. */
    int count(String text);

    /** The tokens of an example, including framing, roles and tools. */
    TokenCount count(Example example);

    /** Whether the counts are those that the provider bills, rather than an estimate. */
    default boolean exact() {
        return false;
    }
}
