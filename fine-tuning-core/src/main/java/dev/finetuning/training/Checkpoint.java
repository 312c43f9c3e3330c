package dev.finetuning.training;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
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
 * @param resultFiles the ids of the files that hold its weights, for {@link TrainingFiles#download}; empty
 *     where the provider hands none out
 */
public record Checkpoint(
        String id,
        String jobId,
        long step,
        @Nullable String modelId,
        Instant createdAt,
        Map<String, Double> metrics,
        List<String> resultFiles) {
    /** Copies map and list, keeping their order. */
    public Checkpoint {
        metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
        resultFiles = List.copyOf(resultFiles);
    }

    /** A checkpoint whose weights cannot be downloaded. */
    public Checkpoint(
            String id,
            String jobId,
            long step,
            @Nullable String modelId,
            Instant createdAt,
            Map<String, Double> metrics) {
        this(id, jobId, step, modelId, createdAt, metrics, List.of());
    }
}
