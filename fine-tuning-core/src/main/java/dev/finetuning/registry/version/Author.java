package dev.finetuning.registry.version;

/**
 * Who changed something, and why.
 *
 * @param who a person or program, not blank
 * @param why the reason, for readers of the history; may be empty unless a method requires it
 */
public record Author(String who, String why) {
    static final Author UNKNOWN = new Author("unknown", "");

    /**
     * Checks the name.
     *
     * @throws IllegalArgumentException if {@code who} is blank
     */
    public Author {
        if (who.isBlank()) {
            throw new IllegalArgumentException("a change needs an author: who is blank");
        }
    }

    /** An author with a reason. */
    public static Author of(String who, String why) {
        return new Author(who, why);
    }
}
