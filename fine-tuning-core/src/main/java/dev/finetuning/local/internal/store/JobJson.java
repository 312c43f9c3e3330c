package dev.finetuning.local.internal.store;

import dev.finetuning.training.Checkpoint;
import dev.finetuning.training.JobFailure;
import dev.finetuning.training.JobPhase;
import dev.finetuning.training.JobStatus;
import dev.finetuning.training.TrainingJob;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A job's state and its checkpoints as JSON objects, and back. */
public final class JobJson {
    private JobJson() {}

    public static Map<String, Object> write(TrainingJob job) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", job.id());
        json.put("phase", job.status().phase().name());
        json.put("status", job.status().providerText());
        json.put("base_model", job.baseModel());
        put(json, "trained_model", job.trainedModel());
        put(json, "created_at", job.createdAt());
        put(json, "finished_at", job.finishedAt());
        put(json, "mark", job.mark());
        JobFailure failure = job.failure();
        if (failure != null) {
            json.put("failure", write(failure));
        }
        json.put("details", job.details());
        return json;
    }

    private static Map<String, Object> write(JobFailure failure) {
        Map<String, Object> json = new LinkedHashMap<>();
        put(json, "code", failure.code());
        json.put("message", failure.message());
        put(json, "param", failure.param());
        if (failure.row() != null) {
            json.put("row", failure.row());
        }
        if (failure.messageIndex() != null) {
            json.put("message_index", failure.messageIndex());
        }
        return json;
    }

    private static void put(Map<String, Object> json, String name, @Nullable Object value) {
        if (value != null) {
            json.put(name, value.toString());
        }
    }

    public static TrainingJob read(Map<String, Object> json) {
        return new TrainingJob(
                String.valueOf(json.get("id")),
                new JobStatus(phase(json.get("phase")), String.valueOf(json.get("status"))),
                String.valueOf(json.get("base_model")),
                text(json, "trained_model"),
                instant(json, "created_at"),
                instant(json, "finished_at"),
                null,
                null,
                json.get("failure") instanceof Map<?, ?> failure ? failure(failure) : null,
                text(json, "mark"),
                object(json.get("details")));
    }

    /** A checkpoint as a JSON object. */
    public static Map<String, Object> write(Checkpoint checkpoint) {
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

    /** The checkpoints of a JSON list; none where it is not one. */
    public static List<Checkpoint> checkpoints(@Nullable Object json) {
        List<Checkpoint> checkpoints = new ArrayList<>();
        if (json instanceof List<?> list) {
            list.forEach(element -> checkpoints.add(checkpoint(object(element))));
        }
        return checkpoints;
    }

    private static Checkpoint checkpoint(Map<String, Object> json) {
        return new Checkpoint(
                String.valueOf(json.get("id")),
                String.valueOf(json.get("job_id")),
                json.get("step") instanceof Number step ? step.longValue() : 0,
                json.get("model_id") instanceof String modelId ? modelId : null,
                Instant.parse(String.valueOf(json.get("created_at"))),
                numbers(json.get("metrics")));
    }

    private static JobPhase phase(@Nullable Object name) {
        for (JobPhase phase : JobPhase.values()) {
            if (phase.name().equals(name)) {
                return phase;
            }
        }
        return JobPhase.UNKNOWN;
    }

    private static JobFailure failure(Map<?, ?> json) {
        return new JobFailure(
                text(json, "code"),
                String.valueOf(json.get("message")),
                text(json, "param"),
                json.get("row") instanceof Number row ? (Long) row.longValue() : null,
                json.get("message_index") instanceof Number index ? (Integer) index.intValue() : null);
    }

    private static @Nullable String text(Map<?, ?> json, String name) {
        return json.get(name) instanceof String text ? text : null;
    }

    private static @Nullable Instant instant(Map<?, ?> json, String name) {
        return json.get(name) instanceof String text ? Instant.parse(text) : null;
    }

    /** The entries of a JSON object, none where it is not one. */
    public static Map<String, Object> object(@Nullable Object json) {
        Map<String, Object> copy = new LinkedHashMap<>();
        if (json instanceof Map<?, ?> map) {
            map.forEach((name, value) -> copy.put(String.valueOf(name), value));
        }
        return copy;
    }

    /** The numbers among the entries of a JSON object. */
    public static Map<String, Double> numbers(@Nullable Object json) {
        Map<String, Double> numbers = new LinkedHashMap<>();
        object(json).forEach((name, value) -> {
            if (value instanceof Number number) {
                numbers.put(name, number.doubleValue());
            }
        });
        return numbers;
    }
}
