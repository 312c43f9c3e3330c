package dev.finetuning.journal;

import java.time.Instant;

/**
 * One entry of a stream.
 *
 * @param type what kind of thing happened, 1 to 128 characters: {@code "alias.moved"}
 * @param at when it happened, according to the writer; stored to the nanosecond
 * @param body what happened, as JSON or other text, stored exactly. Every journal refuses NUL and halves of
 *     surrogate pairs, here and in the type
 */
public record JournalEntry(String type, Instant at, String body) {
    private static final int MAX_TYPE = 128;

    /**
     * Checks the type.
     *
     * @throws IllegalArgumentException if the type is empty or too long
     */
    public JournalEntry {
        if (type.isEmpty() || type.length() > MAX_TYPE) {
            throw new IllegalArgumentException(
                    "an entry's type has 1 to " + MAX_TYPE + " characters: it has " + type.length());
        }
    }

    /** The type, the time and how long the body is, but not the body. */
    @Override
    public String toString() {
        return type + " at " + at + ", " + body.length() + " characters";
    }
}
