package dev.finetuning.quality.pii;

/**
 * A part of a text that is personal data.
 *
 * @param entity what it is: {@code "EMAIL_ADDRESS"}
 * @param start the index of its first character
 * @param end the index after its last character
 */
public record PiiSpan(String entity, int start, int end) {
    /** Checks the ranges. */
    public PiiSpan {
        if (start < 0 || end <= start) {
            throw new IllegalArgumentException("not a span: " + start + " to " + end);
        }
    }

    boolean overlaps(PiiSpan other) {
        return start < other.end && other.start < end;
    }
}
