package dev.finetuning.provider;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The provider is busy, limits the rate or is briefly out of order, and nothing was created: the same
 * call may succeed later.
 */
public final class RetryLaterException extends ProviderException {
    private static final long serialVersionUID = 1L;

    private final @Nullable Duration retryAfter;

    /**
     * With where it happened, the host's words, and how long it asked to be left alone; null where it did
     * not say.
     */
    public RetryLaterException(
            Incident incident, String message, @Nullable Duration retryAfter, @Nullable Throwable cause) {
        super(incident, retryAfter == null ? message : message + " (asks to wait " + inWords(retryAfter) + ")", cause);
        this.retryAfter = retryAfter;
    }

    private static String inWords(Duration wait) {
        return wait.toMillis() < 1_000 ? wait.toMillis() + " ms" : wait.toSeconds() + " s";
    }

    /** How long the provider asked to be left alone, in full, where it said so. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
