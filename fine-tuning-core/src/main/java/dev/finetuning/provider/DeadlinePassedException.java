package dev.finetuning.provider;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a question did not arrive within the question's own deadline. It may have been written and charged
 * all the same. Asking again needs more time or a faster model.
 */
public final class DeadlinePassedException extends RetryLaterException {
    private static final long serialVersionUID = 1L;

    private final Duration deadline;

    /** An exception with the deadline, counted from the beginning of the call. */
    public DeadlinePassedException(Incident incident, Duration deadline, @Nullable Throwable cause) {
        super(incident, "no whole answer within the question's deadline of " + deadline, null, cause);
        this.deadline = deadline;
    }

    /** The time that the answer was given. */
    public Duration deadline() {
        return deadline;
    }
}
