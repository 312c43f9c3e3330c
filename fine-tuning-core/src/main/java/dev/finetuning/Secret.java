package dev.finetuning;

import java.util.Objects;

/**
 * An API key or other secret text. It prints as {@code ***}, cannot be serialised, and compares by value.
 *
 * <p>The text is checked on creation: an HTTP client would otherwise put a key with a trailing newline, in
 * full, into an exception. Immutable and thread-safe.
 */
public final class Secret {
    private final String text;

    private Secret(String text) {
        this.text = text;
    }

    /**
     * Wraps a secret.
     *
     * @throws IllegalArgumentException if the text is empty or contains anything but printable ASCII; the
     *     message does not repeat the text
     */
    public static Secret of(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("the secret is empty");
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c > '~') {
                throw new IllegalArgumentException(
                        "the secret contains a character that is not allowed in an HTTP header, at index " + i + " of "
                                + text.length() + " (a trailing newline or space?)");
            }
        }
        return new Secret(text);
    }

    /**
     * Reads a secret from an environment variable.
     *
     * @throws IllegalStateException if the variable is not set
     * @throws IllegalArgumentException as {@link #of} does
     */
    public static Secret fromEnvironment(String variable) {
        String value = System.getenv(variable);
        if (value == null || value.isEmpty()) {
            throw new IllegalStateException("environment variable " + variable + " is not set");
        }
        return of(value);
    }

    /** The secret text, for the one place that sends it. */
    public String reveal() {
        return text;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && secret.text.equals(text);
    }

    @Override
    public int hashCode() {
        return Objects.hash(Secret.class, text);
    }

    /** Always {@code ***}. */
    @Override
    public String toString() {
        return "***";
    }
}
