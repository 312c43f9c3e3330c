package dev.finetuning.provider;

import dev.finetuning.FineTuningException;
import org.jspecify.annotations.Nullable;

/** A call to a provider failed. The subtype says what the caller can do about it. */
public abstract class ProviderException extends FineTuningException {
    private static final long serialVersionUID = 1L;

    private final transient Incident incident;
    private final String reason;

    protected ProviderException(Incident incident, String message, @Nullable Throwable cause) {
        super(incident.summary() + ": " + message, cause);
        this.incident = incident;
        this.reason = message;
    }

    /** What went wrong, usually in the provider's own words, without where. */
    public String reason() {
        return reason;
    }

    /** Where it went wrong. */
    public Incident incident() {
        return incident;
    }
}
