package dev.finetuning.source;

import dev.finetuning.example.Origin;
import dev.finetuning.internal.json.JsonText;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A record that could not be used, and why. It does not contain the record's content.
 *
 * @param origin where the record is
 * @param code the reason in lower snake case: {@code "invalid_json"}
 * @param pointer the JSON pointer to the field, or the column's name; empty for the whole record
 * @param message what is wrong, for people
 * @param remedy what to do about it
 */
public record RejectedRecord(Origin origin, String code, String pointer, String message, String remedy)
        implements ReadResult {
    /** A rejection of a whole record. */
    public static RejectedRecord of(Origin origin, String code, String message, String remedy) {
        return new RejectedRecord(origin, code, "", message, remedy);
    }

    /** This rejection as one JSON object, with fields in snake case. */
    public String toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("code", code);
        json.put("source", origin.source());
        json.put("line", origin.line());
        json.put("row", origin.row());
        json.put("pointer", pointer);
        json.put("message", message);
        json.put("remedy", remedy);
        return JsonText.of(json);
    }

    /** {@code "invalid_json at train.jsonl, line 3 (row 3): … …"}. */
    @Override
    public String toString() {
        return code + " at " + origin + (pointer.isEmpty() ? "" : ", field " + pointer) + ": " + message + " " + remedy;
    }
}
