package dev.finetuning.openai.wire;

import dev.finetuning.adapter.FailureLocation;
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

/** Jobs and checkpoints from the wire. */
public final class OpenAiJobs {
    /** The metadata key under which a job carries its run's mark. */
    public static final String MARK_KEY = "fine_tuning_mark";

    /** OpenAI's words, and those that providers of its shape use instead. */
    private static final Map<String, JobPhase> PHASES = Map.ofEntries(
            Map.entry("validating_files", JobPhase.VALIDATING),
            Map.entry("validating", JobPhase.VALIDATING),
            Map.entry("pending", JobPhase.QUEUED),
            Map.entry("queued", JobPhase.QUEUED),
            Map.entry("running", JobPhase.RUNNING),
            Map.entry("in_progress", JobPhase.RUNNING),
            Map.entry("pausing", JobPhase.RUNNING),
            Map.entry("paused", JobPhase.PAUSED),
            Map.entry("cancelling", JobPhase.CANCELLING),
            Map.entry("canceling", JobPhase.CANCELLING),
            Map.entry("succeeded", JobPhase.SUCCEEDED),
            Map.entry("completed", JobPhase.SUCCEEDED),
            Map.entry("success", JobPhase.SUCCEEDED),
            Map.entry("failed", JobPhase.FAILED),
            Map.entry("error", JobPhase.FAILED),
            Map.entry("cancelled", JobPhase.CANCELLED),
            Map.entry("canceled", JobPhase.CANCELLED));

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
        String id = wire.id().orElse("");
        if (id.isEmpty()) {
            return Optional.empty();
        }
        JobStatus status = status(wire);
        TrainingJob.Builder job =
                TrainingJob.builder(id, status, wire.text("model", "")).details(details(wire));
        wire.text("fine_tuned_model").filter(model -> !model.isBlank()).ifPresent(job::model);
        wire.instant("created_at").ifPresent(job::createdAt);
        wire.instant("finished_at").ifPresent(job::finishedAt);
        wire.instant("estimated_finish").ifPresent(job::estimatedFinish);
        wire.integer("trained_tokens").ifPresent(job::trainedTokens);
        if (status.phase() == JobPhase.FAILED) {
            job.failure(failure(wire.object("error")));
        }
        wire.object("metadata").text(MARK_KEY).ifPresent(job::mark);
        return Optional.of(job.build());
    }

    public static JobStatus status(WireObject wire) {
        String word = wire.text("status", "");
        return new JobStatus(PHASES.getOrDefault(word, JobPhase.UNKNOWN), word);
    }

    /** Only a failed job is asked: healthy ones carry {@code "error": {}} too. */
    private static JobFailure failure(WireObject error) {
        String message = error.text("message", "the provider gives no reason");
        FailureLocation place = FailureLocation.in(message);
        JobFailure.Builder failure = JobFailure.builder(message);
        error.text("code").ifPresent(failure::code);
        error.text("param").ifPresent(failure::param);
        place.row().ifPresent(failure::row);
        place.message().ifPresent(failure::messageIndex);
        return failure.build();
    }

    private static Map<String, Object> details(WireObject wire) {
        Map<String, Object> details = new LinkedHashMap<>(wire.map());
        details.keySet().removeAll(SAID_ELSEWHERE);
        return details;
    }

    /** The checkpoint, or empty where the object has no id. */
    public static Optional<Checkpoint> checkpoint(WireObject wire, String jobId) {
        String id = wire.id().orElse("");
        if (id.isEmpty()) {
            return Optional.empty();
        }
        Map<String, Double> metrics = wire.object("metrics").numbers();
        Checkpoint.Builder checkpoint = Checkpoint.builder(
                        id,
                        wire.text("fine_tuning_job_id", jobId),
                        step(wire, metrics),
                        wire.instant("created_at").orElse(Instant.EPOCH))
                .metrics(metrics)
                .resultFiles(wire.texts("result_files"));
        wire.text("fine_tuned_model_checkpoint").ifPresent(checkpoint::modelId);
        return Optional.of(checkpoint.build());
    }

    private static long step(WireObject wire, Map<String, Double> metrics) {
        return wire.integer("step_number")
                .orElseGet(() -> metrics.getOrDefault(Metrics.STEP, 0.0).longValue());
    }
}
