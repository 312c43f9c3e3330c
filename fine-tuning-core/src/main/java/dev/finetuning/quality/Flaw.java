package dev.finetuning.quality;

import dev.finetuning.example.Origin;

/**
 * Something that can be wrong with data, told the same way wherever it is found.
 *
 * @param code what it is called, in lower snake case: {@code "example_missing_assistant_message"}
 * @param severity how bad it is
 * @param message what is wrong, for people, without record content
 * @param remedy what to do about it
 */
public record Flaw(String code, Severity severity, String message, String remedy) {
    /** One that makes a host refuse the file, or the job fail. */
    public static Flaw error(String code, String message, String remedy) {
        return new Flaw(code, Severity.ERROR, message, remedy);
    }

    /** One that makes training worse. */
    public static Flaw warning(String code, String message, String remedy) {
        return new Flaw(code, Severity.WARNING, message, remedy);
    }

    /** One that is only worth knowing. */
    public static Flaw info(String code, String message, String remedy) {
        return new Flaw(code, Severity.INFO, message, remedy);
    }

    /** The flaw in a record as a whole. */
    public Finding in(Origin origin) {
        return new Finding(code, severity, origin, null, "", message, remedy);
    }

    /** The flaw in a field of a record, outside messages; the pointer is that of RFC 6901. */
    public Finding at(Origin origin, String pointer) {
        return new Finding(code, severity, origin, null, pointer, message, remedy);
    }

    /** The flaw in one message, or in a field of it. */
    public Finding at(Origin origin, Passage passage) {
        return new Finding(code, severity, origin, passage.messageIndex(), passage.pointer(), message, remedy);
    }
}
