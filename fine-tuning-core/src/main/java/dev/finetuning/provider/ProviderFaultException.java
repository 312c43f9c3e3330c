package dev.finetuning.provider;

import org.jspecify.annotations.Nullable;

/** The provider broke its own protocol: an answer that is no answer, or one that makes no sense. */
public final class ProviderFaultException extends ProviderException {
    private static final long serialVersionUID = 1L;

    /** With where it happened and what was not as agreed. */
    public ProviderFaultException(Incident incident, String message, @Nullable Throwable cause) {
        super(incident, message, cause);
    }
}
