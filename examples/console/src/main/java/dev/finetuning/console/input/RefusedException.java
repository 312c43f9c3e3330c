package dev.finetuning.console.input;

import dev.finetuning.FineTuningException;

/** The console does not do what was asked for. Says why, and what to do instead. */
public final class RefusedException extends FineTuningException {
    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Kind {
        /** There is no such thing, or it belongs to somebody else. */
        NOT_FOUND,
        /** A value cannot be used. */
        INVALID,
        /** It does not fit what is there now. */
        CONFLICT,
        /** It is larger than what is accepted. */
        TOO_LARGE,
        /** The caller has not the right. */
        FORBIDDEN,
        /** It is not known who asks. */
        UNAUTHORIZED,
        /** Too many wrong tokens. */
        TOO_MANY
    }

    private final Kind kind;
    private final String code;

    private RefusedException(Kind kind, String code, String message) {
        super(message);
        this.kind = kind;
        this.code = code;
    }

    /** There is no such thing. */
    public static RefusedException notFound(String what) {
        return new RefusedException(Kind.NOT_FOUND, "not_found", "There is no such " + what + ".");
    }

    /** A field has a value that cannot be used. */
    public static RefusedException invalid(String field, String message) {
        return new RefusedException(Kind.INVALID, "invalid_field", field + ": " + message);
    }

    /** Another refusal. */
    public static RefusedException of(Kind kind, String code, String message) {
        return new RefusedException(kind, code, message);
    }

    /** Why. */
    public Kind kind() {
        return kind;
    }

    /** The reason for programs: {@code not_found}. */
    public String code() {
        return code;
    }
}
