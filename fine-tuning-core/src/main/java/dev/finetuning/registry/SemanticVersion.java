package dev.finetuning.registry;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A version number; ordered numerically, so that 1.10.0 follows 1.9.0.
 *
 * @param major changes of what the model is for, at least 0
 * @param minor changes of what it can do, at least 0
 * @param patch retrainings, at least 0
 */
public record SemanticVersion(int major, int minor, int patch) implements Comparable<SemanticVersion> {
    /** The version that a model's first registration gets. */
    public static final SemanticVersion FIRST = new SemanticVersion(1, 0, 0);

    private static final Pattern FORM = Pattern.compile("(\\d{1,9})\\.(\\d{1,9})\\.(\\d{1,9})");
    private static final Comparator<SemanticVersion> ORDER = Comparator.comparingInt(SemanticVersion::major)
            .thenComparingInt(SemanticVersion::minor)
            .thenComparingInt(SemanticVersion::patch);

    /** Which number to raise. */
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
     * Reads {@code major.minor.patch}.
     *
     * @throws IllegalArgumentException if the text has another form
     */
    public static SemanticVersion parse(String text) {
        Matcher numbers = FORM.matcher(text);
        if (!numbers.matches()) {
            throw new IllegalArgumentException("a version reads like 1.4.2: it has " + text.length() + " characters");
        }
        return new SemanticVersion(
                Integer.parseInt(numbers.group(1)),
                Integer.parseInt(numbers.group(2)),
                Integer.parseInt(numbers.group(3)));
    }

    /** The next version in that part; the parts below start again at 0. */
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
