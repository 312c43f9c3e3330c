package dev.finetuning.local;

import dev.finetuning.provider.Incident;
import dev.finetuning.provider.ProviderException;
import java.nio.file.Path;

/** A model's file is damaged: truncated, changed, or not a model at all. Train the model again or restore the file. */
public final class CorruptModelException extends ProviderException {
    private static final long serialVersionUID = 1L;

    private final String file;

    /**
     * An exception for a damaged file.
     *
     * @param file the damaged file
     * @param what what is wrong with it, without its content
     * @param cause the exception that showed it
     */
    public CorruptModelException(Path file, String what, Throwable cause) {
        super(
                Incident.of(LocalTrainingPipeline.PROVIDER, "read model"),
                file.getFileName() + " is damaged: " + what + "; train the model again or restore the file",
                cause);
        this.file = file.toString();
    }

    /** The damaged file. */
    public Path file() {
        return Path.of(file);
    }
}
