package dev.finetuning.registry.version;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a version was made from and by.
 *
 * @param baseModel the model training started from; the model itself where nothing was trained
 * @param jobId the provider's job; null for a model that is registered as it is
 * @param runId the run that did it all, where there was one
 * @param datasetFingerprint the hash of the training data's content, where known
 * @param datasetVersion the dataset's own version, where it has one
 * @param datasetValidated the share of training examples that somebody stands by, 0 to 1, where known
 * @param hyperparameters how it was trained, by the field's names; {@code auto} where the host chose
 */
public record Lineage(
        String baseModel,
        @Nullable String jobId,
        @Nullable String runId,
        @Nullable String datasetFingerprint,
        @Nullable String datasetVersion,
        @Nullable Double datasetValidated,
        Map<String, String> hyperparameters) {
    /** Copies the map. */
    public Lineage {
        hyperparameters = Collections.unmodifiableMap(new LinkedHashMap<>(hyperparameters));
    }
}
