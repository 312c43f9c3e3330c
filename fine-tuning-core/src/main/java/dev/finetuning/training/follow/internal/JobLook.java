package dev.finetuning.training.follow.internal;

import dev.finetuning.provider.NotFoundException;
import dev.finetuning.provider.OutcomeUnknownException;
import dev.finetuning.provider.ProviderException;
import dev.finetuning.provider.ProviderFaultException;
import dev.finetuning.provider.RetryLaterException;
import dev.finetuning.training.Capabilities;
import dev.finetuning.training.JobFailure;
import dev.finetuning.training.JobPhase;
import dev.finetuning.training.TrainingEvent;
import dev.finetuning.training.TrainingJob;
import dev.finetuning.training.TrainingPipeline;
import dev.finetuning.training.follow.PollPace;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Looks at one job, for a waiter or a run. The job's status decides; its events are an optional read,
 * whose failure is told once and after which the events are left alone for a while. Several threads may look at$
 * once: at worst that is told twice.
 */
public final class JobLook {
    /** So many looks in a row may not find the job: a new job can take a moment to show. */
    private static final int MAX_NOT_FOUND = 5;

    private static final Duration EVENTS_LEFT_ALONE = Duration.ofMinutes(1);

    private final TrainingPipeline pipeline;
    private final String jobId;
    private volatile Instant noEventsBefore = Instant.MIN;
    private volatile boolean told;

    /** Looks at this job of this pipeline. */
    public JobLook(TrainingPipeline pipeline, String jobId) {
        this.pipeline = pipeline;
        this.jobId = jobId;
    }

    /**
     * What a look saw.
     *
     * @param job the job
     * @param events its events so far, oldest first; empty where they were not read
     */
    public record Seen(TrainingJob job, Optional<List<TrainingEvent>> events) {
        /** Whether nothing is left to wait for: the job is over, and where it succeeded, its model has a name. */
        public boolean finished() {
            boolean succeeded = job.status().phase() == JobPhase.SUCCEEDED;
            return job.status().terminal() && (!succeeded || job.model().isPresent());
        }

        /** Whether the job trains only once it is launched. */
        public boolean resting(Capabilities capabilities) {
            return job.status().phase() == JobPhase.VALIDATED && !capabilities.startsByItself();
        }

        /** Whether the job's worker ended before the job, and the provider can go on with it. */
        public boolean interrupted(Capabilities capabilities) {
            return job.status().phase() == JobPhase.PAUSED
                    && capabilities.can(Capabilities.Verb.RESUME)
                    && job.failure()
                            .flatMap(JobFailure::code)
                            .filter(JobFailure.INTERRUPTED::equals)
                            .isPresent();
        }
    }

    /**
     * Looks once.
     *
     * @param eventsUnread called the first time that the events could not be read
     * @throws ProviderException if the job itself could not be looked at
     */
    public Seen at(Instant now, Consumer<RuntimeException> eventsUnread) {
        TrainingJob job = pipeline.job(jobId);
        return new Seen(job, events(now, eventsUnread));
    }

    private Optional<List<TrainingEvent>> events(Instant now, Consumer<RuntimeException> eventsUnread) {
        if (!pipeline.capabilities().can(Capabilities.Verb.EVENTS) || now.isBefore(noEventsBefore)) {
            return Optional.empty();
        }
        try {
            return Optional.of(pipeline.events(jobId));
        } catch (RuntimeException e) {
            Duration asked =
                    e instanceof RetryLaterException busy ? granted(busy).orElse(Duration.ZERO) : Duration.ZERO;
            noEventsBefore = now.plus(asked.compareTo(EVENTS_LEFT_ALONE) > 0 ? asked : EVENTS_LEFT_ALONE);
            if (!told) {
                told = true;
                eventsUnread.accept(e);
            }
            return Optional.empty();
        }
    }

    /** How many requests a look takes at most. */
    public int requests() {
        return pipeline.capabilities().can(Capabilities.Verb.EVENTS) ? 2 : 1;
    }

    /**
     * Whether a failed look is worth repeating.
     *
     * @param inARow how many looks in a row have failed, this one included
     */
    public static boolean passes(ProviderException failure, int inARow) {
        return failure instanceof RetryLaterException
                || failure instanceof ProviderFaultException
                || failure instanceof OutcomeUnknownException
                || (failure instanceof NotFoundException && inARow <= MAX_NOT_FOUND);
    }

    /** How long the provider is left alone as it asks, at most {@link PollPace#MAX_RETRY_AFTER}. */
    public static Optional<Duration> granted(RetryLaterException busy) {
        return busy.retryAfter()
                .map(asked -> asked.compareTo(PollPace.MAX_RETRY_AFTER) > 0 ? PollPace.MAX_RETRY_AFTER : asked);
    }
}
