package dev.finetuning.registry.version;

import java.util.Comparator;

/**
 * A version number, ordered numerically: 1.10.0 follows 1.9.0.
 *
 * @param major for changes of the model's purpose, at least 0
 * @param minor for changes of its abilities, at least 0
 * @param patch for retraining, at least 0
 */
public record SemanticVersion(int major, int minor, int patch) implements Comparable<SemanticVersion> {
    /** The first version of a model. */
    public static final SemanticVersion FIRST = new SemanticVersion(1, 0, 0);

    private static final int MAX_DIGITS = 9;
    private static final Comparator<SemanticVersion> ORDER = Comparator.comparingInt(SemanticVersion::major)
            .thenComparingInt(SemanticVersion::minor)
            .thenComparingInt(SemanticVersion::patch);

    /** A part of the number. */
    public enum Part {
        MAJOR,
        MINOR,
        PATCH
    }

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is negative
     */
    public SemanticVersion {
        if (major < 0 || minor < 0 || patch < 0) {
            throw new IllegalArgumentException(
                    "version numbers are not negative: " + major + "." + minor + "." + patch);
        }
    }

    /**
     * Parses {@code major.minor.patch}.
     *
     * @throws IllegalArgumentException if the text has another form
     */
    public static SemanticVersion parse(String text) {
        int first = text.indexOf('.');
        int second = text.indexOf('.', first + 1);
        if (first < 0 || second < 0) {
            throw malformed(text);
        }
        return new SemanticVersion(
                number(text, 0, first), number(text, first + 1, second), number(text, second + 1, text.length()));
    }

    private static int number(String text, int from, int to) {
        if (to == from || to - from > MAX_DIGITS) {
            throw malformed(text);
        }
        int number = 0;
        for (int i = from; i < to; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                throw malformed(text);
            }
            number = 10 * number + digit;
        }
        return number;
    }

    private static IllegalArgumentException malformed(String text) {
        return new IllegalArgumentException("a version reads like 1.4.2: it has " + text.length() + " characters");
    }

    /** The next version in a part; lower parts are reset to 0. */
    public SemanticVersion next(Part part) {
        return switch (part) {
            case MAJOR -> new SemanticVersion(major + 1, 0, 0);
            case MINOR -> new SemanticVersion(major, minor + 1, 0);
            case PATCH -> new SemanticVersion(major, minor, patch + 1);
        };
    }

    @Override
    public int compareTo(SemanticVersion other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return major + "." + minor + "." + patch;
    }
}
