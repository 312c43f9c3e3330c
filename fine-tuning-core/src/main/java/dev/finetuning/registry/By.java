package dev.finetuning.registry;

/**
 * Who changes something, and why.
 *
 * @param who a person or a program, not blank
 * @param why the reason, for those who read the history; may be empty except where a method says so
 */
public record By(String who, String why) {
    /**
     * Checks the name.
     *
     * @throws IllegalArgumentException if {@code who} is blank
     */
    public By {
        if (who.isBlank()) {
            throw new IllegalArgumentException("a change needs an author: who is blank");
        }
    }

    /** An author with a reason. */
    public static By of(String who, String why) {
        return new By(who, why);
    }
}
