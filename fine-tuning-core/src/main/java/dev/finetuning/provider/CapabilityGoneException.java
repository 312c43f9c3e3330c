package dev.finetuning.provider;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The provider does not offer this, or no longer does: a retired endpoint, an organisation without access,
 * an operation that it never had. Do not retry; use another provider.
 */
public final class CapabilityGoneException extends ProviderException {
    private static final long serialVersionUID = 1L;

    private final String capability;
    private final @Nullable String orphanedFileId;

    /** An exception with what is gone and the provider's message. */
    public CapabilityGoneException(Incident incident, String capability, String message, @Nullable Throwable cause) {
        this(incident, capability, message, null, cause);
    }

    /** An exception that also names a file uploaded for the refused job; null if there is none. */
    public CapabilityGoneException(
            Incident incident,
            String capability,
            String message,
            @Nullable String orphanedFileId,
            @Nullable Throwable cause) {
        super(incident, message, cause);
        this.capability = capability;
        this.orphanedFileId = orphanedFileId;
    }

    /** This exception with the id of a file that was uploaded for the refused job. */
    public CapabilityGoneException leaving(String fileId) {
        return new CapabilityGoneException(
                incident(),
                "training",
                "the provider offers no training (any more): " + reason() + "; the uploaded file " + fileId
                        + " is left over and can be deleted through files()",
                fileId,
                this);
    }

    /** What is gone, such as {@code "training"}, {@code "pause"} or {@code "checkpoints"}. */
    public String capability() {
        return capability;
    }

    /** A file that was uploaded for the refused job and is not needed any more. */
    public Optional<String> orphanedFileId() {
        return Optional.ofNullable(orphanedFileId);
    }
}
