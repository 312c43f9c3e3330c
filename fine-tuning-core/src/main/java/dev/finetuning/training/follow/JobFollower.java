package dev.finetuning.training.follow;

import dev.finetuning.Progress;
import dev.finetuning.provider.NotFoundException;
import dev.finetuning.provider.OutcomeUnknownException;
import dev.finetuning.provider.ProviderException;
import dev.finetuning.provider.ProviderFaultException;
import dev.finetuning.provider.RetryLaterException;
import dev.finetuning.training.Capabilities;
import dev.finetuning.training.JobPhase;
import dev.finetuning.training.JobStatus;
import dev.finetuning.training.Metrics;
import dev.finetuning.training.TrainingEvent;
import dev.finetuning.training.TrainingJob;
import dev.finetuning.training.TrainingPipeline;
import dev.finetuning.training.follow.WaitResult.Ending;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The state of one followed job. Used by one thread at a time. */
final class JobFollower {
    private static final Logger LOG = LoggerFactory.getLogger(JobWaiter.class);
    private static final int PATIENCE_WITH_FAULTS = 20;
    private static final int PATIENCE_WITH_NOT_FOUND = 5;

    private final JobWaiter.Settings settings;
    private final TrainingPipeline pipeline;
    private final String jobId;
    private final Instant begunAt;
    private final Set<String> seenEvents = new HashSet<>();
    private @Nullable TrainingJob job;
    private @Nullable Instant queuedSince;
    private @Nullable Instant runningSince;
    private boolean launched;
    private int quietLooks;
    private int failures;

    JobFollower(JobWaiter.Settings settings, TrainingPipeline pipeline, String jobId) {
        this.settings = settings;
        this.pipeline = pipeline;
        this.jobId = jobId;
        this.begunAt = settings.time().instant();
    }

    /** How many requests one look takes at most. */
    int requestsPerLook() {
        return pipeline.capabilities().can(Capabilities.Verb.EVENTS) ? 2 : 1;
    }

    /** What a look came to: an ending, or the pause before the next look. */
    record Look(@Nullable Ending ending, Duration pause) {}

    /** Looks once. Failures that pass are answered with a pause; the others are thrown. */
    Look look() {
        try {
            boolean changed = refresh();
            failures = 0;
            quietLooks = changed ? 0 : quietLooks + 1;
        } catch (RetryLaterException | ProviderFaultException | NotFoundException | OutcomeUnknownException e) {
            return new Look(overdue(), pauseAfter(e));
        }
        return new Look(ending(), capped(settings.pace().pause(quietLooks, settings.random())));
    }

    /** The job as last seen; before the first successful look only its id is known. */
    TrainingJob lastSeen() {
        return job != null ? job : TrainingJob.of(jobId, new JobStatus(JobPhase.UNKNOWN, "not seen yet"), "unknown");
    }

    private boolean refresh() {
        TrainingJob now = pipeline.job(jobId);
        boolean changed = job == null || !job.status().equals(now.status());
        job = now;
        noteTimes(now.status().phase());
        if (changed) {
            tell(listener -> listener.onStatus(now));
        }
        boolean news = deliverEvents(now);
        launchIfResting(now);
        return changed || news;
    }

    private void noteTimes(JobPhase phase) {
        Instant now = settings.time().instant();
        switch (phase) {
            case RUNNING, CANCELLING -> runningSince = runningSince == null ? now : runningSince;
            case PAUSED -> queuedSince = null;
            default -> queuedSince = queuedSince == null ? now : queuedSince;
        }
    }

    private boolean deliverEvents(TrainingJob now) {
        if (!pipeline.capabilities().can(Capabilities.Verb.EVENTS)) {
            return false;
        }
        List<TrainingEvent> fresh = pipeline.events(jobId).stream()
                .filter(event -> seenEvents.add(event.id()))
                .sorted(Comparator.comparing(TrainingEvent::createdAt))
                .toList();
        for (TrainingEvent event : fresh) {
            tell(listener -> listener.onEvent(now, event));
        }
        fresh.stream().reduce((first, second) -> second).ifPresent(last -> tellProgress(now, last));
        return !fresh.isEmpty();
    }

    private void tellProgress(TrainingJob now, TrainingEvent event) {
        Double step = event.metrics().get(Metrics.STEP);
        Double total = event.metrics().get(Metrics.TOTAL_STEPS);
        if (step == null) {
            return;
        }
        Instant since = Objects.requireNonNullElse(runningSince, begunAt);
        Progress progress = new Progress(
                "training " + jobId,
                "steps",
                Math.max(0, step.longValue()),
                total == null ? OptionalLong.empty() : OptionalLong.of(total.longValue()),
                Duration.between(since, settings.time().instant()));
        tell(listener -> listener.onProgress(now, progress));
    }

    private void launchIfResting(TrainingJob now) {
        boolean resting = now.status().phase() == JobPhase.VALIDATED
                && !pipeline.capabilities().startsByItself();
        if (!resting || launched || !settings.launchValidated()) {
            return;
        }
        TrainingJob after = launch();
        job = after;
        tell(listener -> listener.onStatus(after));
    }

    /** Once only, unless the host refused for now: then the job rests on, and must not rest for ever. */
    private TrainingJob launch() {
        launched = true;
        try {
            return pipeline.launch(jobId);
        } catch (RetryLaterException e) {
            launched = false;
            throw e;
        }
    }

    private @Nullable Ending ending() {
        TrainingJob now = Objects.requireNonNull(job);
        if (now.status().terminal()) {
            return Ending.FINISHED;
        }
        if (now.status().phase() == JobPhase.VALIDATED
                && !pipeline.capabilities().startsByItself()
                && !settings.launchValidated()) {
            return Ending.RESTING;
        }
        return overdue();
    }

    private @Nullable Ending overdue() {
        Instant now = settings.time().instant();
        Deadlines deadlines = settings.deadlines();
        JobPhase phase = lastSeen().status().phase();
        if (passed(begunAt, deadlines.total(), now)) {
            return Ending.OUT_OF_TIME;
        }
        if (phase == JobPhase.RUNNING || phase == JobPhase.CANCELLING) {
            return passed(runningSince, deadlines.running(), now) ? Ending.RAN_TOO_LONG : null;
        }
        return phase != JobPhase.PAUSED && passed(queuedSince, deadlines.queued(), now) ? Ending.QUEUED_TOO_LONG : null;
    }

    private static boolean passed(@Nullable Instant since, Duration allowed, Instant now) {
        return since != null && Duration.between(since, now).compareTo(allowed) >= 0;
    }

    private Duration pauseAfter(ProviderException failure) {
        failures++;
        boolean fault = failure instanceof ProviderFaultException && failures > PATIENCE_WITH_FAULTS;
        boolean missing = failure instanceof NotFoundException && failures > PATIENCE_WITH_NOT_FOUND;
        if (fault || missing) {
            throw failure;
        }
        Duration backoff = settings.pace().backoff(failures, settings.random());
        Duration asked =
                failure instanceof RetryLaterException busy ? busy.retryAfter().orElse(Duration.ZERO) : Duration.ZERO;
        Duration pause = capped(asked.compareTo(backoff) > 0 ? asked : backoff);
        tell(listener -> listener.onRetry(jobId, failure, pause));
        return pause;
    }

    /** Never sleeps past the end of the wait, so that a deadline is noticed when it passes. */
    private Duration capped(Duration pause) {
        Duration left = Duration.between(
                settings.time().instant(), begunAt.plus(settings.deadlines().total()));
        return pause.compareTo(left) < 0 ? pause : left.isNegative() ? Duration.ZERO : left;
    }

    private void tell(Consumer<JobListener> message) {
        for (JobListener listener : settings.listeners()) {
            try {
                message.accept(listener);
            } catch (RuntimeException e) {
                LOG.warn(
                        "a listener of job {} failed with {}; the wait goes on",
                        jobId,
                        e.getClass().getName());
            }
        }
    }
}
