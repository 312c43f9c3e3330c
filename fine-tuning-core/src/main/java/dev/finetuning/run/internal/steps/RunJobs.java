package dev.finetuning.run.internal.steps;

import dev.finetuning.internal.content.OneLine;
import dev.finetuning.provider.CapabilityGoneException;
import dev.finetuning.provider.NotFoundException;
import dev.finetuning.provider.ProviderException;
import dev.finetuning.provider.RequestRejectedException;
import dev.finetuning.run.FineTuningRuns;
import dev.finetuning.run.internal.stored.RunState;
import dev.finetuning.training.Capabilities;
import dev.finetuning.training.JobPhase;
import dev.finetuning.training.JobQuery;
import dev.finetuning.training.TrainingJob;
import dev.finetuning.training.TrainingPipeline;
import dev.finetuning.training.TrainingRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The jobs at the provider that are a run's, or may be: finds them and ends them. What is cancelled here was looked
 * at first.
 */
final class RunJobs {
    private static final Duration CLOCK_SKEW = Duration.ofMinutes(10);
    private static final Logger LOG = LoggerFactory.getLogger(FineTuningRuns.class);

    private final TrainingPipeline pipeline;

    RunJobs(TrainingPipeline pipeline) {
        this.pipeline = pipeline;
    }

    /** Whether jobs can be looked for at all. */
    boolean listable() {
        return pipeline.capabilities().can(Capabilities.Verb.LIST);
    }

    /** Whether a job is over or about to be. */
    static boolean isEnding(TrainingJob job) {
        return job.status().terminal() || job.status().phase() == JobPhase.CANCELLING;
    }

    /**
     * Cancels a job, unless a look says that it is over or gone.
     *
     * @return the job afterwards; empty where the provider does not know it. It may still run where the
     *     provider cannot cancel.
     */
    Optional<TrainingJob> end(String jobId) {
        try {
            TrainingJob job = pipeline.job(jobId);
            return Optional.of(isEnding(job) ? job : cancelOrLook(jobId));
        } catch (NotFoundException e) {
            return Optional.empty();
        }
    }

    private TrainingJob cancelOrLook(String jobId) {
        try {
            return pipeline.cancel(jobId);
        } catch (CapabilityGoneException e) {
            return pipeline.job(jobId);
        } catch (RequestRejectedException e) {
            TrainingJob now = pipeline.job(jobId);
            if (isEnding(now)) {
                return now;
            }
            throw e;
        }
    }

    /**
     * Ends jobs beside the run's own, which a resent creation may have left. Where they cannot be listed or
     * ended now, the next look tries again: they never hold up the run's own job.
     */
    void cancelSurplus(RunState state) {
        @Nullable String own = state.jobId();
        if (state.attempts() < 2 || own == null || !listable()) {
            return;
        }
        try {
            for (TrainingJob job : marked(state.id())) {
                if (!job.id().equals(own) && !job.status().terminal()) {
                    end(job.id());
                }
            }
        } catch (ProviderException e) {
            LOG.warn("run {} cannot look for surplus jobs now: {}", state.id(), OneLine.of(e.getMessage()));
        }
    }

    /** Jobs with the mark: those that may still succeed before those that ended badly, oldest first. */
    List<TrainingJob> marked(String mark) {
        try (Stream<TrainingJob> jobs = pipeline.jobs(JobQuery.marked(mark))) {
            return jobs.sorted(Comparator.comparing(
                                    (TrainingJob job) -> endedBadly(job.status().phase()))
                            .thenComparing(job -> job.createdAt().orElse(Instant.EPOCH))
                            .thenComparing(TrainingJob::id))
                    .toList();
        }
    }

    /**
     * Jobs that may be this run's: with its mark, or with none, as a gateway that drops metadata makes them, on
     * its training file, of its model, and created since the run began as far as the provider says. What a gateway
     * dropped besides the mark speaks neither for a job nor against it. Both come from one list, so that no job can
     * fall between two.
     */
    List<TrainingJob> candidates(RunState state) {
        TrainingRequest request = state.started().request().with(Objects.requireNonNull(state.files()), state.id());
        Instant since = Objects.requireNonNull(state.startedAt()).minus(CLOCK_SKEW);
        try (Stream<TrainingJob> jobs = pipeline.jobs(JobQuery.ALL.since(since))) {
            return jobs.filter(job -> job.mark().map(state.id()::equals).orElseGet(() -> isAlike(job, request)))
                    .toList();
        }
    }

    private static boolean isAlike(TrainingJob job, TrainingRequest request) {
        return (trainsOn(job, request.trainingFile()) || !tellsItsFile(job))
                && (job.baseModel().isEmpty() || job.baseModel().startsWith(request.baseModel()));
    }

    /** Whether the provider says what a job trains on. */
    static boolean tellsItsFile(TrainingJob job) {
        return job.details().get("training_file") instanceof String
                || (job.details().get("training_files") instanceof List<?> files && !files.isEmpty());
    }

    private static boolean trainsOn(TrainingJob job, String file) {
        return file.equals(job.details().get("training_file"))
                || (job.details().get("training_files") instanceof List<?> files && files.contains(file));
    }

    private static boolean endedBadly(JobPhase phase) {
        return phase == JobPhase.FAILED || phase == JobPhase.CANCELLED;
    }
}
