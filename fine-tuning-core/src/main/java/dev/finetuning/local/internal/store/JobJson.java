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
import java.util.Optional;
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
        put(json, "trained_model", job.model());
        put(json, "created_at", job.createdAt());
        put(json, "finished_at", job.finishedAt());
        put(json, "mark", job.mark());
        job.failure().ifPresent(failure -> json.put("failure", write(failure)));
        json.put("details", job.details());
        return json;
    }

    private static Map<String, Object> write(JobFailure failure) {
        Map<String, Object> json = new LinkedHashMap<>();
        put(json, "code", failure.code());
        json.put("message", failure.message());
        put(json, "param", failure.param());
        failure.row().ifPresent(row -> json.put("row", row));
        failure.messageIndex().ifPresent(index -> json.put("message_index", index));
        return json;
    }

    private static void put(Map<String, Object> json, String name, Optional<?> value) {
        value.ifPresent(present -> json.put(name, present instanceof Instant instant ? instant.toString() : present));
    }

    public static TrainingJob read(Map<String, Object> json) {
        TrainingJob.Builder job = TrainingJob.builder(
                String.valueOf(json.get("id")),
                new JobStatus(phase(json.get("phase")), String.valueOf(json.get("status"))),
                String.valueOf(json.get("base_model")));
        text(json, "trained_model").ifPresent(job::model);
        instant(json, "created_at").ifPresent(job::createdAt);
        instant(json, "finished_at").ifPresent(job::finishedAt);
        if (json.get("failure") instanceof Map<?, ?> failure) {
            job.failure(failure(failure));
        }
        text(json, "mark").ifPresent(job::mark);
        return job.details(object(json.get("details"))).build();
    }

    /** A checkpoint as a JSON object. */
    public static Map<String, Object> write(Checkpoint checkpoint) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", checkpoint.id());
        json.put("job_id", checkpoint.jobId());
        json.put("step", checkpoint.step());
        checkpoint.modelId().ifPresent(modelId -> json.put("model_id", modelId));
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
        Checkpoint.Builder checkpoint = Checkpoint.builder(
                        String.valueOf(json.get("id")),
                        String.valueOf(json.get("job_id")),
                        json.get("step") instanceof Number step ? step.longValue() : 0,
                        Instant.parse(String.valueOf(json.get("created_at"))))
                .metrics(numbers(json.get("metrics")));
        if (json.get("model_id") instanceof String modelId) {
            checkpoint.modelId(modelId);
        }
        return checkpoint.build();
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
        JobFailure.Builder failure = JobFailure.builder(String.valueOf(json.get("message")));
        text(json, "code").ifPresent(failure::code);
        text(json, "param").ifPresent(failure::param);
        if (json.get("row") instanceof Number row) {
            failure.row(row.longValue());
        }
        if (json.get("message_index") instanceof Number index) {
            failure.messageIndex(index.intValue());
        }
        return failure.build();
    }

    private static Optional<String> text(Map<?, ?> json, String name) {
        return json.get(name) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    private static Optional<Instant> instant(Map<?, ?> json, String name) {
        return text(json, name).map(Instant::parse);
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
