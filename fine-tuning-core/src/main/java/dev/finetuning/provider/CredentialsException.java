package dev.finetuning.provider;

import org.jspecify.annotations.Nullable;

/** The key is missing, wrong, expired or not allowed to do this. Neither key nor header is in the message. */
public final class CredentialsException extends ProviderException {
    private static final long serialVersionUID = 1L;

    /** With where it happened and the host's own words, the key left out. */
    public CredentialsException(Incident incident, String message, @Nullable Throwable cause) {
        super(incident, message, cause);
    }
}
