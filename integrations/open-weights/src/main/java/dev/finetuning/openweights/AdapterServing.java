package dev.finetuning.openweights;

import dev.finetuning.openweights.internal.job.KnownModels;
import dev.finetuning.openweights.serving.AdapterServer;
import dev.finetuning.registry.ModelServing;
import dev.finetuning.registry.version.ModelVersion;
import java.util.Collection;

/**
 * Versions by their model ids, which are the adapters' names at the server. A base model is there from the beginning.
 *
 * @param models what there is
 * @param server who answers with it
 */
record AdapterServing(KnownModels models, AdapterServer server) implements ModelServing {
    @Override
    public void load(ModelVersion version) {
        if (!models.isBase(version.modelId())) {
            server.load(version.modelId(), models.adapterFolder(version.modelId()));
        }
    }

    /** A model that is gone from the folder may be at the server still. */
    @Override
    public void unload(Collection<ModelVersion> versions) {
        server.unload(versions.stream()
                .map(ModelVersion::modelId)
                .filter(model -> !models.isBase(model))
                .toList());
    }
}
