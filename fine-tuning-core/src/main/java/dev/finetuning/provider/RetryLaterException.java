package dev.finetuning.provider;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The provider is busy, limits the rate or is temporarily out of order, and nothing was created: the same
 * call may succeed later.
 */
public sealed class RetryLaterException extends ProviderException permits DeadlinePassedException {
    private static final long serialVersionUID = 1L;

    private final @Nullable Duration retryAfter;

    /** An exception with the provider's message and the pause it asked for; null if it did not say. */
    public RetryLaterException(
            Incident incident, String message, @Nullable Duration retryAfter, @Nullable Throwable cause) {
        super(incident, retryAfter == null ? message : message + " (asks to wait " + inWords(retryAfter) + ")", cause);
        this.retryAfter = retryAfter;
    }

    private static String inWords(Duration wait) {
        return wait.toMillis() < 1_000 ? wait.toMillis() + " ms" : wait.toSeconds() + " s";
    }

    /** The pause that the provider asked for, in full, if it did. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
