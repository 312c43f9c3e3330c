package dev.finetuning.quality;

import dev.finetuning.example.Origin;
import java.util.OptionalInt;

/**
 * A kind of problem, with a fixed message wherever it is found.
 *
 * @param code its code in lower snake case: {@code "example_missing_assistant_message"}
 * @param severity how serious it is
 * @param message what is wrong, for people, without record content
 * @param remedy what to do about it
 */
public record Flaw(String code, Severity severity, String message, String remedy) {
    /** A problem that makes a provider refuse the file, or a job fail. */
    public static Flaw error(String code, String message, String remedy) {
        return new Flaw(code, Severity.ERROR, message, remedy);
    }

    /** A problem that makes training worse. */
    public static Flaw warning(String code, String message, String remedy) {
        return new Flaw(code, Severity.WARNING, message, remedy);
    }

    /** Something worth knowing. */
    public static Flaw info(String code, String message, String remedy) {
        return new Flaw(code, Severity.INFO, message, remedy);
    }

    /** A finding of this problem in a whole record. */
    public Finding in(Origin origin) {
        return new Finding(code, severity, origin, OptionalInt.empty(), "", message, remedy);
    }

    /** A finding of this problem in a field outside messages, given by its JSON pointer (RFC 6901). */
    public Finding at(Origin origin, String pointer) {
        return new Finding(code, severity, origin, OptionalInt.empty(), pointer, message, remedy);
    }

    /** A finding of this problem in a message or one of its fields. */
    public Finding at(Origin origin, Passage passage) {
        return new Finding(code, severity, origin, passage.messageIndex(), passage.pointer(), message, remedy);
    }
}
