package dev.finetuning.schema;

/**
 * Something in a schema that cannot be applied.
 *
 * @param pointer the JSON pointer (RFC 6901) to the keyword within the schema
 * @param kind what is wrong with it
 * @param why the same for people
 */
public record SchemaProblem(String pointer, Kind kind, String why) {
    /** What can be wrong with a schema. */
    public enum Kind {
        /** The keyword's value is not what the draft's meta-schema asks for: {@code "required": "name"}. */
        MALFORMED,
        /** The keyword is not part of the draft; the draft says to pass over it. */
        UNKNOWN_KEYWORD,
        /** The keyword, or the draft, is one that this library does not apply. */
        UNSUPPORTED,
        /** The reference leads nowhere within the schema, or back to itself. */
        REFERENCE,
        /** The pattern is no RE2 expression: it has look-around or back references, or is broken. */
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
