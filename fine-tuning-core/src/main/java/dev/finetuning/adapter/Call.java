package dev.finetuning.adapter;

import java.util.Optional;

/**
 * What a request does, as needed to classify its failure.
 *
 * @param operation what it does, for people
 * @param kind what a lost answer means
 * @param subject what it concerns: {@code "job"}, {@code "file"}, {@code "model"}; empty if nothing
 * @param id the subject's id
 * @param mark the mark of a job being created
 */
public record Call(String operation, Kind kind, String subject, String id, Optional<String> mark) {
    /** What a lost answer means. */
    public enum Kind {
        /** Nothing was changed; it may be sent again. */
        READ,
        /** Something may exist now that costs money or cannot be told from a duplicate. */
        CREATE,
        /** It may have happened; repeating it does no harm. */
        REPEATABLE
    }

    /** A read that needs no id. */
    public static Call read(String operation) {
        return new Call(operation, Kind.READ, "", "", Optional.empty());
    }

    /** A read by id. */
    public static Call read(String operation, String subject, String id) {
        return new Call(operation, Kind.READ, subject, id, Optional.empty());
    }

    /** A change that may be repeated without further effect. */
    public static Call repeatable(String operation, String subject, String id) {
        return new Call(operation, Kind.REPEATABLE, subject, id, Optional.empty());
    }

    /** A creation, with its mark if there is one. */
    public static Call create(String operation, Optional<String> mark) {
        return new Call(operation, Kind.CREATE, "", "", mark);
    }
}
