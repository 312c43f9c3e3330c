package dev.finetuning.training;

import dev.finetuning.provider.CapabilityGoneException;
import dev.finetuning.provider.Incident;
import java.util.stream.Stream;

/** The models at a provider. Thread-safe. */
public interface TunedModels {
    /** All models, fetched page by page as the stream is read. */
    Stream<TunedModel> list();

    /** One model. */
    TunedModel describe(String modelId);

    /** Deletes a tuned model. */
    void delete(String modelId);

    /** Archives or unarchives a model. */
    default void archive(String modelId, boolean archived) {
        throw unsupported("archive");
    }

    /** Changes the display name of a model. */
    default void rename(String modelId, String name) {
        throw unsupported("rename");
    }

    private CapabilityGoneException unsupported(String verb) {
        return new CapabilityGoneException(
                Incident.of(getClass().getSimpleName(), verb + " model"),
                verb,
                "this provider has no such operation",
                null);
    }
}
