package dev.finetuning.registry.version;

import java.time.Instant;
import java.util.Optional;

/**
 * Where a version can be asked.
 *
 * @param provider the provider's short name, as in its capabilities
 * @param modelId the id by which the provider knows the model
 * @param shutdownAt when the provider will stop serving it, where it says so
 */
public record ServedModel(String provider, String modelId, Optional<Instant> shutdownAt) {
    /** A model whose end nobody has announced. */
    public static ServedModel of(String provider, String modelId) {
        return new ServedModel(provider, modelId, Optional.empty());
    }

    /** The same with the announced end of its serving. */
    public ServedModel withShutdownAt(Instant when) {
        return new ServedModel(provider, modelId, Optional.of(when));
    }
}
