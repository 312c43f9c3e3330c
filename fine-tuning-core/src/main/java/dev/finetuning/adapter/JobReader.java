package dev.finetuning.adapter;

import dev.finetuning.training.JobFailure;
import dev.finetuning.training.JobPhase;
import dev.finetuning.training.JobStatus;
import dev.finetuning.training.TrainingJob;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads from a provider's job what the jobs of all providers have in common.
 *
 * @param phases the phases of the provider's statuses; any other status is {@link JobPhase#UNKNOWN}
 * @param readElsewhere the fields that do not go into the details, because the job has a place for them
 */
public record JobReader(Map<String, JobPhase> phases, Set<String> readElsewhere) {
    /** Copies the collections. */
    public JobReader {
        phases = Map.copyOf(phases);
        readElsewhere = Set.copyOf(readElsewhere);
    }

    /** The status of a job, with the provider's word for it. */
    public JobStatus status(WireObject wire) {
        String word = wire.text("status", "");
        return new JobStatus(phases.getOrDefault(word, JobPhase.UNKNOWN), word);
    }

    /** The provider's one word for a phase, where there is exactly one. */
    public Optional<String> wordFor(JobPhase phase) {
        List<String> words = phases.entrySet().stream()
                .filter(entry -> entry.getValue() == phase)
                .map(Map.Entry::getKey)
                .toList();
        return words.size() == 1 ? Optional.of(words.get(0)) : Optional.empty();
    }

    /**
     * A job with its id, status, models, creation, trained tokens and details; empty if the object has no id. What
     * else there is, the adapter adds.
     */
    public Optional<TrainingJob.Builder> job(WireObject wire) {
        String id = wire.id().orElse("");
        if (id.isEmpty()) {
            return Optional.empty();
        }
        TrainingJob.Builder job =
                TrainingJob.builder(id, status(wire), wire.text("model", "")).details(details(wire));
        wire.text("fine_tuned_model").filter(model -> !model.isBlank()).ifPresent(job::model);
        wire.instant("created_at").ifPresent(job::createdAt);
        wire.integer("trained_tokens").ifPresent(job::trainedTokens);
        return Optional.of(job);
    }

    /** The fields that the job has no place for; a new map. */
    public Map<String, Object> details(WireObject wire) {
        Map<String, Object> details = new LinkedHashMap<>(wire.map());
        details.keySet().removeAll(readElsewhere);
        return details;
    }

    /** A failure for the provider's reason, with the record that the reason names. */
    public static JobFailure.Builder failure(Optional<String> reason) {
        String given = reason.orElse("the provider gives no reason");
        FailureLocation location = FailureLocation.in(given);
        JobFailure.Builder failure = JobFailure.builder(given);
        location.row().ifPresent(failure::row);
        location.message().ifPresent(failure::messageIndex);
        return failure;
    }
}
