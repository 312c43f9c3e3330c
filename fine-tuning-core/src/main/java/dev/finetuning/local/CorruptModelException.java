package dev.finetuning.local;

import dev.finetuning.provider.Incident;
import dev.finetuning.provider.ProviderException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A model's file is damaged: cut short, changed, or not a model at all. Asking again does not help; train
 * the model again or restore the file.
 */
public final class CorruptModelException extends ProviderException {
    private static final long serialVersionUID = 1L;

    private final String file;

    CorruptModelException(Path file, String what, @Nullable Throwable cause) {
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
