package dev.finetuning.local;

import dev.finetuning.training.Checkpoint;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A checkpoint as a JSON object, and back. */
final class CheckpointJson {
    private CheckpointJson() {}

    static Map<String, Object> write(Checkpoint checkpoint) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", checkpoint.id());
        json.put("job_id", checkpoint.jobId());
        json.put("step", checkpoint.step());
        if (checkpoint.modelId() != null) {
            json.put("model_id", checkpoint.modelId());
        }
        json.put("created_at", checkpoint.createdAt().toString());
        json.put("metrics", checkpoint.metrics());
        return json;
    }

    static List<Checkpoint> readAll(@Nullable Object json) {
        List<Checkpoint> checkpoints = new ArrayList<>();
        if (json instanceof List<?> list) {
            list.forEach(element -> checkpoints.add(read(JobJson.object(element))));
        }
        return checkpoints;
    }

    private static Checkpoint read(Map<String, Object> json) {
        return new Checkpoint(
                String.valueOf(json.get("id")),
                String.valueOf(json.get("job_id")),
                json.get("step") instanceof Number step ? step.longValue() : 0,
                json.get("model_id") instanceof String modelId ? modelId : null,
                Instant.parse(String.valueOf(json.get("created_at"))),
                JobJson.numbers(json.get("metrics")));
    }
}
