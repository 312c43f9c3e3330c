package dev.finetuning.openai.wire;

import dev.finetuning.adapter.FailurePlace;
import dev.finetuning.adapter.WireObject;
import dev.finetuning.training.Checkpoint;
import dev.finetuning.training.JobFailure;
import dev.finetuning.training.JobPhase;
import dev.finetuning.training.JobStatus;
import dev.finetuning.training.Metrics;
import dev.finetuning.training.TrainingJob;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Jobs and checkpoints from the wire. */
public final class OpenAiJobs {
    /** The metadata key under which a job carries its run's mark. */
    public static final String MARK_KEY = "fine_tuning_mark";

    private static final Map<String, JobPhase> PHASES = Map.of(
            "validating_files", JobPhase.VALIDATING,
            "pending", JobPhase.QUEUED,
            "queued", JobPhase.QUEUED,
            "running", JobPhase.RUNNING,
            "paused", JobPhase.PAUSED,
            "cancelling", JobPhase.CANCELLING,
            "succeeded", JobPhase.SUCCEEDED,
            "failed", JobPhase.FAILED,
            "cancelled", JobPhase.CANCELLED);
    private static final Set<String> SAID_ELSEWHERE = Set.of(
            "id",
            "object",
            "status",
            "model",
            "fine_tuned_model",
            "created_at",
            "finished_at",
            "estimated_finish",
            "trained_tokens",
            "error");

    private OpenAiJobs() {}

    /** The job, or empty where the object has no id. */
    public static Optional<TrainingJob> job(WireObject wire) {
        String id = wire.text("id");
        if (id == null || id.isBlank()) {
            return Optional.empty();
        }
        JobStatus status = status(wire);
        return Optional.of(new TrainingJob(
                id,
                status,
                wire.text("model", ""),
                wire.text("fine_tuned_model"),
                wire.instant("created_at"),
                wire.instant("finished_at"),
                wire.instant("estimated_finish"),
                wire.integer("trained_tokens"),
                status.phase() == JobPhase.FAILED ? failure(wire.object("error")) : null,
                wire.object("metadata").text(MARK_KEY),
                details(wire)));
    }

    public static JobStatus status(WireObject wire) {
        String word = wire.text("status", "");
        return new JobStatus(PHASES.getOrDefault(word, JobPhase.UNKNOWN), word);
    }

    /** Only a failed job is asked: healthy ones carry {@code "error": {}} too. */
    private static JobFailure failure(WireObject error) {
        String message = error.text("message", "the host gives no reason");
        FailurePlace place = FailurePlace.in(message);
        return new JobFailure(error.text("code"), message, error.text("param"), place.row(), place.message());
    }

    private static Map<String, Object> details(WireObject wire) {
        Map<String, Object> details = new LinkedHashMap<>(wire.map());
        details.keySet().removeAll(SAID_ELSEWHERE);
        return details;
    }

    /** The checkpoint, or empty where the object has no id. */
    public static Optional<Checkpoint> checkpoint(WireObject wire, String jobId) {
        String id = wire.text("id");
        if (id == null || id.isBlank()) {
            return Optional.empty();
        }
        Map<String, Double> metrics = wire.object("metrics").numbers();
        return Optional.of(new Checkpoint(
                id,
                wire.text("fine_tuning_job_id", jobId),
                step(wire, metrics),
                wire.text("fine_tuned_model_checkpoint"),
                instantOrEpoch(wire.instant("created_at")),
                metrics,
                wire.texts("result_files")));
    }

    private static long step(WireObject wire, Map<String, Double> metrics) {
        Long step = wire.integer("step_number");
        return step == null ? metrics.getOrDefault(Metrics.STEP, 0.0).longValue() : step;
    }

    public static Instant instantOrEpoch(@Nullable Instant instant) {
        return instant == null ? Instant.EPOCH : instant;
    }
}
