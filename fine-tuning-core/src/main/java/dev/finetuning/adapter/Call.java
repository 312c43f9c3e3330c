package dev.finetuning.adapter;

import java.util.Optional;

/**
 * A request on its way, as failures need to know it.
 *
 * @param operation what it does, for people
 * @param kind what it means when no answer comes
 * @param subject what it is about: {@code "job"}, {@code "file"}, {@code "model"}; empty where nothing
 * @param id the subject's id
 * @param mark the mark of a job being created
 */
public record Call(String operation, Kind kind, String subject, String id, Optional<String> mark) {
    /** What a lost answer means. */
    public enum Kind {
        /** Nothing changed; it may be sent again. */
        READ,
        /** Something may exist now that costs money or cannot be told from its double. */
        CREATE,
        /** It may have been done; doing it again does no harm. */
        REPEATABLE
    }

    /** Looks at something that needs no id. */
    public static Call read(String operation) {
        return new Call(operation, Kind.READ, "", "", Optional.empty());
    }

    /** Looks at something by its id. */
    public static Call read(String operation, String subject, String id) {
        return new Call(operation, Kind.READ, subject, id, Optional.empty());
    }

    /** Changes something in a way that a second time does not add to. */
    public static Call repeatable(String operation, String subject, String id) {
        return new Call(operation, Kind.REPEATABLE, subject, id, Optional.empty());
    }

    /** Makes something new, which carries the mark where there is one. */
    public static Call create(String operation, Optional<String> mark) {
        return new Call(operation, Kind.CREATE, "", "", mark);
    }
}
