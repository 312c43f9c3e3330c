package dev.finetuning.openai.wire;

import dev.finetuning.adapter.JobReader;
import dev.finetuning.adapter.WireObject;
import dev.finetuning.training.Checkpoint;
import dev.finetuning.training.JobFailure;
import dev.finetuning.training.JobPhase;
import dev.finetuning.training.Metrics;
import dev.finetuning.training.TrainingJob;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Jobs and checkpoints from the wire. */
public final class OpenAiJobs {
    /** The metadata key under which a job carries its run's mark. */
    public static final String MARK_KEY = "fine_tuning_mark";

    /** OpenAI's words, and those that providers of its shape use instead. */
    private static final JobReader READER = new JobReader(
            Map.ofEntries(
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
                    Map.entry("canceled", JobPhase.CANCELLED)),
            Set.of(
                    "id",
                    "object",
                    "status",
                    "model",
                    "fine_tuned_model",
                    "created_at",
                    "finished_at",
                    "estimated_finish",
                    "trained_tokens",
                    "error"));

    private OpenAiJobs() {}

    /** The job, or empty where the object has no id. */
    public static Optional<TrainingJob> job(WireObject wire) {
        return READER.job(wire).map(job -> completed(job, wire));
    }

    private static TrainingJob completed(TrainingJob.Builder job, WireObject wire) {
        wire.instant("finished_at").ifPresent(job::finishedAt);
        wire.instant("estimated_finish").ifPresent(job::estimatedFinish);
        if (READER.status(wire).phase() == JobPhase.FAILED) {
            job.failure(failure(wire.object("error")));
        }
        wire.object("metadata").text(MARK_KEY).ifPresent(job::mark);
        return job.build();
    }

    /** Only a failed job is asked: healthy ones carry {@code "error": {}} too. */
    private static JobFailure failure(WireObject error) {
        JobFailure.Builder failure = JobReader.failure(error.text("message"));
        error.text("code").ifPresent(failure::code);
        error.text("param").ifPresent(failure::param);
        return failure.build();
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
