package dev.finetuning.quality;

import dev.finetuning.example.Origin;
import java.util.OptionalInt;

/**
 * A problem found in the data. It does not contain record content.
 *
 * @param code the check's code in lower snake case: {@code "example_missing_assistant_message"}
 * @param severity how serious it is
 * @param origin where the record came from
 * @param messageIndex the message within the example, counted from 0; empty if it concerns the whole
 *     example
 * @param pointer the JSON pointer (RFC 6901) to the field within the record; empty for the whole record
 * @param message what is wrong, for people
 * @param remedy what to do about it
 */
public record Finding(
        String code,
        Severity severity,
        Origin origin,
        OptionalInt messageIndex,
        String pointer,
        String message,
        String remedy) {
    /** A finding about a whole record. */
    public static Finding of(String code, Severity severity, Origin origin, String message, String remedy) {
        return new Finding(code, severity, origin, OptionalInt.empty(), "", message, remedy);
    }

    /** This finding with another severity. */
    public Finding withSeverity(Severity other) {
        return new Finding(code, other, origin, messageIndex, pointer, message, remedy);
    }

    /** {@code "error duplicate_example at train.csv, line 12 (row 11): … Remedy: …"}. */
    @Override
    public String toString() {
        return severity.name().toLowerCase(java.util.Locale.ROOT) + " " + code + " at " + origin
                + (messageIndex.isPresent() ? ", message " + messageIndex.getAsInt() : "") + ": " + message
                + " Remedy: " + remedy;
    }
}
