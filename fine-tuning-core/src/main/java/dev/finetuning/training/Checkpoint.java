package dev.finetuning.training;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A model as it was part of the way through a job.
 *
 * @param id the provider's id
 * @param jobId the job it belongs to
 * @param step gradient steps done by then
 * @param modelId the id by which it can be used as a model, where it can
 * @param createdAt when it was made
 * @param metrics what was measured then, by the names of {@link Metrics}
 */
public record Checkpoint(
        String id, String jobId, long step, @Nullable String modelId, Instant createdAt, Map<String, Double> metrics) {
    /** Copies the map, keeping its order. */
    public Checkpoint {
        metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
    }
}
