package dev.finetuning.provider;

import org.jspecify.annotations.Nullable;

/** The key is missing, wrong or expired, or does not permit this. The message contains neither keys nor headers. */
public final class CredentialsException extends ProviderException {
    private static final long serialVersionUID = 1L;

    /** An exception with the provider's message, without the key. */
    public CredentialsException(Incident incident, String message, @Nullable Throwable cause) {
        super(incident, message, cause);
    }
}
