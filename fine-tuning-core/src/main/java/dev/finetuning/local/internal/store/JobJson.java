package dev.finetuning.local.internal.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.finetuning.internal.json.StoredJson;
import dev.finetuning.training.Checkpoint;
import dev.finetuning.training.JobFailure;
import dev.finetuning.training.JobPhase;
import dev.finetuning.training.JobStatus;
import dev.finetuning.training.TrainingJob;
import dev.finetuning.training.internal.stored.StoredPhases;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Jobs and checkpoints as stored JSON, and back. Fields are only ever added; an unknown one is ignored, and a phase
 * that a later version added is {@link JobPhase#UNKNOWN}. What is damaged is an {@link IllegalArgumentException}.
 */
final class JobJson {
    private JobJson() {}

    static ObjectNode write(TrainingJob job) {
        ObjectNode json = StoredJson.object()
                .put("id", job.id())
                .put("phase", StoredPhases.of(job.status().phase()))
                .put("status", job.status().providerText())
                .put("base_model", job.baseModel());
        put(json, "trained_model", job.model());
        put(json, "created_at", job.createdAt());
        put(json, "finished_at", job.finishedAt());
        put(json, "mark", job.mark());
        job.failure().ifPresent(failure -> write(json.putObject("failure"), failure));
        StoredJson.putFree(json, "details", job.details());
        return json;
    }

    private static void write(ObjectNode json, JobFailure failure) {
        put(json, "code", failure.code());
        json.put("message", failure.message());
        put(json, "param", failure.param());
        failure.row().ifPresent(row -> json.put("row", row));
        failure.messageIndex().ifPresent(index -> json.put("message_index", index));
    }

    private static void put(ObjectNode json, String name, Optional<?> value) {
        value.ifPresent(present -> json.put(name, present.toString()));
    }

    static TrainingJob read(JsonNode json) {
        JobPhase phase = StoredPhases.read(StoredJson.text(json, "phase"));
        TrainingJob.Builder job = TrainingJob.builder(
                StoredJson.text(json, "id"),
                new JobStatus(phase, StoredJson.text(json, "status")),
                StoredJson.text(json, "base_model"));
        StoredJson.ifText(json, "trained_model", job::model);
        Instant createdAt = StoredJson.instantOrNull(json, "created_at");
        if (createdAt != null) {
            job.createdAt(createdAt);
        }
        Instant finishedAt = StoredJson.instantOrNull(json, "finished_at");
        if (finishedAt != null) {
            job.finishedAt(finishedAt);
        }
        StoredJson.ifText(json, "mark", job::mark);
        if (json.hasNonNull("failure")) {
            job.failure(failure(json.get("failure")));
        }
        return job.details(StoredJson.free(json, "details")).build();
    }

    private static JobFailure failure(JsonNode json) {
        JobFailure.Builder failure = JobFailure.builder(StoredJson.text(json, "message"));
        StoredJson.ifText(json, "code", failure::code);
        StoredJson.ifText(json, "param", failure::param);
        Long row = StoredJson.wholeOrNull(json, "row");
        if (row != null) {
            failure.row(row);
        }
        Long message = StoredJson.wholeOrNull(json, "message_index");
        if (message != null) {
            failure.messageIndex(message.intValue());
        }
        return failure.build();
    }

    /** The file of a job's checkpoints. */
    static ObjectNode write(List<Checkpoint> checkpoints) {
        ObjectNode json = StoredJson.object();
        ArrayNode list = json.putArray("checkpoints");
        checkpoints.forEach(checkpoint -> write(list.addObject(), checkpoint));
        return json;
    }

    private static void write(ObjectNode json, Checkpoint checkpoint) {
        json.put("id", checkpoint.id()).put("job_id", checkpoint.jobId()).put("step", checkpoint.step());
        put(json, "model_id", checkpoint.modelId());
        json.put("created_at", checkpoint.createdAt().toString());
        StoredJson.putFree(json, "metrics", checkpoint.metrics());
    }

    /** The checkpoints in their file. */
    static List<Checkpoint> checkpoints(JsonNode json) {
        return StoredJson.list(json, "checkpoints", JobJson::checkpoint);
    }

    private static Checkpoint checkpoint(JsonNode json) {
        Checkpoint.Builder checkpoint = Checkpoint.builder(
                        StoredJson.text(json, "id"),
                        StoredJson.text(json, "job_id"),
                        StoredJson.whole(json, "step"),
                        StoredJson.instant(json, "created_at"))
                .metrics(StoredJson.map(json, "metrics", JsonNode::doubleValue));
        StoredJson.ifText(json, "model_id", checkpoint::modelId);
        return checkpoint.build();
    }
}
