package dev.finetuning.quality.pii.internal.shape;

/**
 * The written form of one entity: a pattern that every occurrence matches, and a judgement of what
 * matched. An occurrence is the leftmost match whose judgement holds.
 */
public interface Shape {
    /** No occurrence here. */
    int NONE = -1;

    /** What it finds. */
    String entity();

    /** The pattern, in the syntax that RE2/J and java.util.regex share. */
    String pattern();

    /**
     * Judges a match.
     *
     * @return where the occurrence ends, at most {@code end}; {@link #NONE} where it is none
     */
    int accept(String text, int start, int end);
}
