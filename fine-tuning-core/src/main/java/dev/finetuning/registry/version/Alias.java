package dev.finetuning.registry.version;

import java.util.regex.Pattern;

/**
 * A name that points to one version of a model at a time and can be moved from version to version.
 *
 * @param name 1 to 64 characters out of {@code [a-z0-9_-]}, beginning with a letter or digit
 */
public record Alias(String name) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,63}");

    /** The version that serves users. */
    public static final Alias PRODUCTION = new Alias("production");
    /** The version that is tried out before production. */
    public static final Alias STAGING = new Alias("staging");
    /** The best version so far. */
    public static final Alias CHAMPION = new Alias("champion");
    /** The version that may become champion. */
    public static final Alias CHALLENGER = new Alias("challenger");

    /**
     * Checks the name.
     *
     * @throws IllegalArgumentException if it has another form
     */
    public Alias {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "an alias is 1 to 64 of [a-z0-9_-] and begins with a letter or digit: it has " + name.length()
                            + " characters");
        }
    }

    /** An alias with another name. */
    public static Alias of(String name) {
        return new Alias(name);
    }

    @Override
    public String toString() {
        return name;
    }
}
