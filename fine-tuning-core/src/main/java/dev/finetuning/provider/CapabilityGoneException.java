package dev.finetuning.provider;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The provider does not offer this, or no longer offers it: a retired endpoint, an organisation
 * without access, a verb this pipeline never had. Retrying is pointless; another provider is not.
 */
public final class CapabilityGoneException extends ProviderException {
    private static final long serialVersionUID = 1L;

    private final String capability;
    private final @Nullable String orphanedFileId;

    /** With where it happened, what is gone, and the host's words. */
    public CapabilityGoneException(Incident incident, String capability, String message, @Nullable Throwable cause) {
        this(incident, capability, message, null, cause);
    }

    /** The same, with the file that was uploaded in vain; null where there is none. */
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

    /** The same for training whose data has been uploaded: it names the file that is left over. */
    public CapabilityGoneException leaving(String fileId) {
        return new CapabilityGoneException(
                incident(),
                "training",
                "there is no training here (any more): " + reason() + "; the uploaded file " + fileId
                        + " is left over and can be deleted through files()",
                fileId,
                this);
    }

    /** What is gone, such as {@code "training"}, {@code "pause"} or {@code "checkpoints"}. */
    public String capability() {
        return capability;
    }

    /** A file that was uploaded for the refused job and now lies at the provider without a use. */
    public Optional<String> orphanedFileId() {
        return Optional.ofNullable(orphanedFileId);
    }
}
