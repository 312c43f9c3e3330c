package dev.finetuning.provider;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The request was sent and there was no usable answer: what it asked for may or may not exist now. Do not
 * send it again; look for the mark first.
 */
public final class OutcomeUnknownException extends ProviderException {
    private static final long serialVersionUID = 1L;

    private final @Nullable String mark;

    /** An exception with what is known, and the mark by which to look for what may exist. */
    public OutcomeUnknownException(
            Incident incident, String message, @Nullable String mark, @Nullable Throwable cause) {
        super(incident, message, cause);
        this.mark = mark;
    }

    /** The mark of the request, by which a job it created can be found. */
    public Optional<String> mark() {
        return Optional.ofNullable(mark);
    }
}
