package dev.finetuning.registry.version;

import java.time.Instant;
import java.util.Optional;

/**
 * The provider and id of a model.
 *
 * @param provider the provider's short name, as in its capabilities
 * @param modelId the provider's id of the model
 * @param shutdownAt when the provider will stop serving it, if announced
 */
public record ServedModel(String provider, String modelId, Optional<Instant> shutdownAt) {
    /** A model without an announced shutdown. */
    public static ServedModel of(String provider, String modelId) {
        return new ServedModel(provider, modelId, Optional.empty());
    }

    /** This model with an announced shutdown. */
    public ServedModel withShutdownAt(Instant when) {
        return new ServedModel(provider, modelId, Optional.of(when));
    }
}
