package dev.finetuning.local;

import dev.finetuning.training.JobFailure;
import dev.finetuning.training.JobPhase;
import dev.finetuning.training.JobStatus;
import dev.finetuning.training.TrainingJob;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A job's state as a JSON object, and back. */
final class JobJson {
    private JobJson() {}

    static Map<String, Object> write(TrainingJob job) {
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

    static TrainingJob read(Map<String, Object> json) {
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
    static Map<String, Object> object(@Nullable Object json) {
        Map<String, Object> copy = new LinkedHashMap<>();
        if (json instanceof Map<?, ?> map) {
            map.forEach((name, value) -> copy.put(String.valueOf(name), value));
        }
        return copy;
    }

    /** The numbers among the entries of a JSON object. */
    static Map<String, Double> numbers(@Nullable Object json) {
        Map<String, Double> numbers = new LinkedHashMap<>();
        object(json).forEach((name, value) -> {
            if (value instanceof Number number) {
                numbers.put(name, number.doubleValue());
            }
        });
        return numbers;
    }
}
