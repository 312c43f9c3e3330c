package dev.finetuning.registry.version;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where a version can be asked.
 *
 * @param provider the provider's short name, as in its capabilities
 * @param modelId the id by which the provider knows the model
 * @param shutdownAt when the provider will stop serving it, where it says so
 */
public record ServedModel(
        String provider, String modelId, @Nullable Instant shutdownAt) {}
