package dev.finetuning.schema;

/**
 * A place where a value violates a schema. Keys that the schema does not name are shown as {@code *}, so a
 * fault can be logged.
 *
 * @param pointer the JSON pointer (RFC 6901) within the value, empty for the value itself
 * @param keyword the violated keyword; {@code "false"} if nothing is allowed, {@code "depth"} if the value
 *     is nested too deeply
 */
public record SchemaFault(String pointer, String keyword) {
    /** {@code "/age: minimum"}; {@code "/: required"} for the value itself. */
    @Override
    public String toString() {
        return (pointer.isEmpty() ? "/" : pointer) + ": " + keyword;
    }
}
