package dev.finetuning.mistral.wire;

import dev.finetuning.adapter.JobReader;
import dev.finetuning.adapter.WireObject;
import dev.finetuning.training.Checkpoint;
import dev.finetuning.training.JobFailure;
import dev.finetuning.training.JobPhase;
import dev.finetuning.training.JobStatus;
import dev.finetuning.training.TrainingJob;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/** Jobs and checkpoints from the wire. */
public final class MistralJobs {
    public static final String TRAINING_FILES = "training_files";

    private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");
    private static final JobReader READER = new JobReader(
            Map.of(
                    "QUEUED", JobPhase.QUEUED,
                    "VALIDATING", JobPhase.VALIDATING,
                    "VALIDATED", JobPhase.VALIDATED,
                    "STARTED", JobPhase.RUNNING,
                    "RUNNING", JobPhase.RUNNING,
                    "CANCELLATION_REQUESTED", JobPhase.CANCELLING,
                    "SUCCESS", JobPhase.SUCCEEDED,
                    "FAILED_VALIDATION", JobPhase.FAILED,
                    "FAILED", JobPhase.FAILED,
                    "CANCELLED", JobPhase.CANCELLED),
            Set.of(
                    "id",
                    "object",
                    "status",
                    "model",
                    "fine_tuned_model",
                    "created_at",
                    "trained_tokens",
                    "suffix",
                    "events",
                    "checkpoints"));

    private MistralJobs() {}

    /** The job, or empty where the object has no id. */
    public static Optional<TrainingJob> job(WireObject wire) {
        return READER.job(wire).map(job -> completed(job, wire));
    }

    private static TrainingJob completed(TrainingJob.Builder job, WireObject wire) {
        JobStatus status = READER.status(wire);
        if (status.terminal()) {
            wire.instant("modified_at").ifPresent(job::finishedAt);
        } else {
            estimatedFinish(wire.object("metadata")).ifPresent(job::estimatedFinish);
        }
        if (status.phase() == JobPhase.FAILED) {
            job.failure(failure(wire));
        }
        wire.text("suffix").ifPresent(job::mark);
        return job.details(details(wire)).build();
    }

    private static Map<String, Object> details(WireObject wire) {
        Map<String, Object> details = READER.details(wire);
        details.computeIfPresent(TRAINING_FILES, (name, files) -> fileIds(files));
        return details;
    }

    /** The one word for a phase, where there is exactly one. */
    public static Optional<String> wordFor(JobPhase phase) {
        return READER.wordFor(phase);
    }

    private static Optional<Instant> estimatedFinish(WireObject metadata) {
        Optional<Instant> start = metadata.instant("estimated_start_time");
        OptionalLong seconds = metadata.integer("expected_duration_seconds");
        long duration = seconds.orElse(-1);
        return start.filter(each -> !each.isAfter(LATEST) && duration >= 0 && duration <= Integer.MAX_VALUE)
                .map(each -> each.plusSeconds(duration));
    }

    /** A job has no field for why it failed; if anything says so, it is the newest event with a failure. */
    private static JobFailure failure(WireObject wire) {
        Optional<String> reason = newestFirst(wire.objects("events")).stream()
                .map(event -> event.object("data"))
                .filter(data -> data.text("status", "FAILED").startsWith("FAILED"))
                .flatMap(data ->
                        Stream.of("error", "message", "reason", "detail").flatMap(field -> data.text(field).stream()))
                .findFirst();
        JobFailure.Builder failure = JobReader.failure(reason);
        wire.text("status").ifPresent(failure::code);
        return failure.build();
    }

    private static List<WireObject> newestFirst(List<WireObject> events) {
        List<WireObject> sorted = new ArrayList<>(MistralEvents.oldestFirst(events));
        Collections.reverse(sorted);
        return sorted;
    }

    /** Files come as bare ids or as objects that hold one; here they are ids. */
    private static Object fileIds(Object files) {
        return files instanceof List<?> list
                ? list.stream()
                        .map(file -> file instanceof Map<?, ?> map ? map.get("file_id") : file)
                        .filter(Objects::nonNull)
                        .toList()
                : files;
    }

    /** The checkpoints of a detailed job, forward by their steps; what is measured is taken as it comes. */
    public static List<Checkpoint> checkpoints(WireObject wire, String jobId) {
        return wire.objects("checkpoints").stream()
                .filter(checkpoint -> checkpoint.integer("step_number").isPresent())
                .map(checkpoint -> checkpoint(checkpoint, jobId))
                .sorted(Comparator.comparingLong(Checkpoint::step))
                .toList();
    }

    private static Checkpoint checkpoint(WireObject wire, String jobId) {
        long step = wire.integer("step_number").orElse(0);
        return Checkpoint.builder(
                        jobId + "-step-" + step,
                        jobId,
                        step,
                        wire.instant("created_at").orElse(Instant.EPOCH))
                .metrics(wire.object("metrics").numbers())
                .build();
    }
}
