package dev.finetuning.quality;

import dev.finetuning.example.Origin;
import dev.finetuning.internal.json.JsonText;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
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

    /** This finding as one JSON object, with fields in snake case. */
    public String toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("code", code);
        json.put("severity", severity.name().toLowerCase(Locale.ROOT));
        json.put("source", origin.source());
        json.put("line", origin.line());
        json.put("row", origin.row());
        messageIndex.ifPresent(index -> json.put("message_index", index));
        json.put("pointer", pointer);
        json.put("message", message);
        json.put("remedy", remedy);
        return JsonText.of(json);
    }

    /** {@code "error duplicate_example at train.csv, line 12 (row 11): … Remedy: …"}. */
    @Override
    public String toString() {
        return severity.name().toLowerCase(Locale.ROOT) + " " + code + " at " + origin
                + (messageIndex.isPresent() ? ", message " + messageIndex.getAsInt() : "") + ": " + message
                + " Remedy: " + remedy;
    }
}
