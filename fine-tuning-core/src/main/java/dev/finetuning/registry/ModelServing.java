package dev.finetuning.registry;

import dev.finetuning.registry.version.ModelVersion;
import java.util.Collection;

/**
 * Servers that have to load a model before it can be asked, as {@link ServingRegistry} uses them. Implementations are
 * thread-safe, and both methods may be repeated.
 */
public interface ModelServing {
    /**
     * Loads a version and returns once it can be asked; does nothing if it is loaded.
     *
     * @throws dev.finetuning.provider.ProviderException if it cannot be loaded; the subtype says what the caller can do
     */
    void load(ModelVersion version);

    /**
     * Unloads those of these versions that are loaded.
     *
     * @throws dev.finetuning.provider.ProviderException if one of them cannot be unloaded
     */
    void unload(Collection<ModelVersion> versions);
}
