package dev.finetuning.training.follow;

import dev.finetuning.Progress;
import dev.finetuning.internal.content.OneLine;
import dev.finetuning.provider.ProviderException;
import dev.finetuning.provider.RetryLaterException;
import dev.finetuning.training.JobPhase;
import dev.finetuning.training.JobStatus;
import dev.finetuning.training.Metrics;
import dev.finetuning.training.TrainingEvent;
import dev.finetuning.training.TrainingJob;
import dev.finetuning.training.TrainingPipeline;
import dev.finetuning.training.follow.WaitResult.Ending;
import dev.finetuning.training.follow.internal.JobLook;
import dev.finetuning.training.follow.internal.JobTimes;
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

    private final JobWaiter.Settings settings;
    private final TrainingPipeline pipeline;
    private final String jobId;
    private final JobLook look;
    private final PollPace pace;
    private final Instant begunAt;
    private final Set<String> seenEvents = new HashSet<>();
    private JobTimes times;
    private JobLook.@Nullable Seen seen;
    private @Nullable Instant runningSince;
    private boolean launched;
    private int quietLooks;
    private int failures;

    JobFollower(JobWaiter.Settings settings, TrainingPipeline pipeline, String jobId) {
        this.settings = settings;
        this.pipeline = pipeline;
        this.jobId = jobId;
        this.look = new JobLook(pipeline, jobId);
        this.pace = settings.pace().orElseGet(() -> PollPace.suiting(pipeline.capabilities()));
        this.begunAt = settings.clock().instant();
        this.times = JobTimes.from(begunAt);
    }

    /** How many requests one look takes at most. */
    int requestsPerLook() {
        return look.requests();
    }

    /** What a look came to: an ending, or the pause before the next look. */
    record Look(@Nullable Ending ending, Duration pause) {}

    /** Looks once. Failures that pass are answered with a pause; the others are thrown. */
    Look look() {
        try {
            boolean changed = refresh();
            failures = 0;
            quietLooks = changed ? 0 : quietLooks + 1;
        } catch (ProviderException e) {
            return new Look(overdue(), pauseAfter(e));
        }
        return new Look(ending(), capped(pace.pause(quietLooks, settings.random())));
    }

    /** The job as last seen; before the first successful look only its id is known. */
    TrainingJob lastSeen() {
        return seen != null
                ? seen.job()
                : TrainingJob.of(jobId, new JobStatus(JobPhase.UNKNOWN, "not seen yet"), "unknown");
    }

    private boolean refresh() {
        @Nullable JobStatus before = seen == null ? null : seen.job().status();
        JobLook.Seen now = look.at(settings.clock().instant(), this::eventsUnread);
        seen = now;
        noteTimes(now.job().status().phase());
        boolean changed = !now.job().status().equals(before);
        if (changed) {
            tell(listener -> listener.onStatus(now.job()));
        }
        boolean news = now.events().filter(events -> deliver(now.job(), events)).isPresent();
        launchIfResting(now);
        resumeIfInterrupted(now);
        return changed || news;
    }

    private void noteTimes(JobPhase phase) {
        Instant now = settings.clock().instant();
        times = times.seen(phase, now);
        if (phase == JobPhase.RUNNING && runningSince == null) {
            runningSince = now;
        }
    }

    private void eventsUnread(RuntimeException failure) {
        LOG.warn(
                "the events of job {} cannot be read ({}); the wait continues without them",
                OneLine.of(jobId),
                failure.getClass().getName());
        tell(listener -> listener.onEventsUnread(jobId, failure));
    }

    private boolean deliver(TrainingJob now, List<TrainingEvent> events) {
        List<TrainingEvent> fresh = events.stream()
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
                Duration.between(since, settings.clock().instant()));
        tell(listener -> listener.onProgress(now, progress));
    }

    private void launchIfResting(JobLook.Seen now) {
        if (!now.resting(pipeline.capabilities()) || launched || !settings.launchValidated()) {
            return;
        }
        TrainingJob after = launch();
        seen = new JobLook.Seen(after, now.events());
        tell(listener -> listener.onStatus(after));
    }

    private void resumeIfInterrupted(JobLook.Seen now) {
        if (now.interrupted(pipeline.capabilities())) {
            LOG.warn(
                    "the worker of job {} ended before the job; it goes on from its last checkpoint",
                    OneLine.of(jobId));
            TrainingJob after = pipeline.resume(jobId);
            seen = new JobLook.Seen(after, now.events());
            tell(listener -> listener.onStatus(after));
        }
    }

    /** Once only, unless the provider refused for now: then the job still rests, and must not rest for ever. */
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
        JobLook.Seen now = Objects.requireNonNull(seen);
        if (now.finished()) {
            return Ending.FINISHED;
        }
        return now.resting(pipeline.capabilities()) && !settings.launchValidated() ? Ending.RESTING : overdue();
    }

    private @Nullable Ending overdue() {
        return times.overdue(settings.deadlines(), settings.clock().instant()).orElse(null);
    }

    private Duration pauseAfter(ProviderException failure) {
        failures++;
        if (!JobLook.passes(failure, failures)) {
            throw failure;
        }
        Duration backoff = pace.backoff(failures, settings.random());
        Duration asked = failure instanceof RetryLaterException busy
                ? JobLook.granted(busy).orElse(Duration.ZERO)
                : Duration.ZERO;
        Duration pause = capped(asked.compareTo(backoff) > 0 ? asked : backoff);
        tell(listener -> listener.onRetry(jobId, failure, pause));
        return pause;
    }

    /** Never sleeps past the end of the wait, so that a deadline is noticed when it passes. */
    private Duration capped(Duration pause) {
        Duration left = Duration.between(settings.clock().instant(), times.endOf(settings.deadlines()));
        return pause.compareTo(left) < 0 ? pause : left.isNegative() ? Duration.ZERO : left;
    }

    private void tell(Consumer<JobListener> message) {
        for (JobListener listener : settings.listeners()) {
            try {
                message.accept(listener);
            } catch (RuntimeException e) {
                LOG.warn(
                        "a listener of job {} failed with {}; the wait continues",
                        OneLine.of(jobId),
                        e.getClass().getName());
            }
        }
    }
}
