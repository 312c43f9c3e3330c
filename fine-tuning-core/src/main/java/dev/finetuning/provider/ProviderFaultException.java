package dev.finetuning.provider;

import org.jspecify.annotations.Nullable;

/** The provider violated its own protocol: its answer is malformed or makes no sense. */
public final class ProviderFaultException extends ProviderException {
    private static final long serialVersionUID = 1L;

    /** An exception with what was wrong about the answer. */
    public ProviderFaultException(Incident incident, String message, @Nullable Throwable cause) {
        super(incident, message, cause);
    }
}
