package dev.finetuning;

import org.jspecify.annotations.Nullable;

/**
 * The root of all exceptions that this library throws deliberately. Unchecked. Subtypes are organised by
 * what the caller can do next (fix the input, retry later, raise a budget, give up) and carry the facts as
 * fields, so that callers need not parse messages.
 *
 * <p>Messages name the source, line and field, and say what was tried and what to do. They never contain
 * record content or secrets.
 */
public abstract class FineTuningException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    protected FineTuningException(String message) {
        super(message);
    }

    protected FineTuningException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** What happened, where, and what to do; never null. */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
