package dev.finetuning.schema;

/**
 * A place where a value breaks a schema. Keys that the schema does not name are the value's own words and
 * stand as {@code *}, so that a fault can be logged.
 *
 * @param pointer the JSON pointer (RFC 6901) within the value, empty for the value itself
 * @param keyword the keyword that it breaks; {@code "false"} where nothing is allowed, {@code "depth"} where
 *     the value is nested too deeply to be judged
 */
public record SchemaFault(String pointer, String keyword) {
    /** {@code "/age: minimum"}; {@code "/: required"} for the value itself. */
    @Override
    public String toString() {
        return (pointer.isEmpty() ? "/" : pointer) + ": " + keyword;
    }
}
