package dev.finetuning.schema;

/**
 * Something in a schema that cannot be applied.
 *
 * @param pointer the JSON pointer (RFC 6901) to the keyword within the schema
 * @param kind what is wrong with it
 * @param why the reason for people
 */
public record SchemaProblem(String pointer, Kind kind, String why) {
    /** What can be wrong with a schema. */
    public enum Kind {
        /** The keyword's value is not what the draft's meta-schema requires: {@code "required": "name"}. */
        MALFORMED,
        /** The keyword is not part of the draft, which says to ignore it. */
        UNKNOWN_KEYWORD,
        /** This library does not support the keyword or the draft. */
        UNSUPPORTED,
        /** The reference leads nowhere within the schema, or back to itself. */
        REFERENCE,
        /** The pattern is not an RE2 expression: it has look-around or back references, or is malformed. */
        PATTERN
    }

    /** The keyword: the last step of the pointer; empty for the schema itself. */
    public String keyword() {
        return pointer.substring(pointer.lastIndexOf('/') + 1)
                .replace("~1", "/")
                .replace("~0", "~");
    }

    /** {@code "#/properties/age/minimum: must be a number"}. */
    @Override
    public String toString() {
        return "#" + pointer + ": " + why;
    }
}
