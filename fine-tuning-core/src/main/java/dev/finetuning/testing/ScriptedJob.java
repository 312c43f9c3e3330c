package dev.finetuning.testing;

import dev.finetuning.training.JobFailure;
import dev.finetuning.training.JobPhase;
import dev.finetuning.training.JobStatus;
import dev.finetuning.training.Metrics;
import dev.finetuning.training.TrainingEvent;
import dev.finetuning.training.TrainingEvent.Level;
import dev.finetuning.training.TrainingJob;
import dev.finetuning.training.TrainingRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One job of a scripted pipeline; guarded by the pipeline. */
final class ScriptedJob {
    private static final int METRIC_EVENTS = 10;

    private final String id;
    private final TrainingRequest request;
    private final JobScript script;
    private final Instant createdAt;
    private JobFailure failure = JobFailure.of("failed, as scripted");
    private @Nullable Instant launchedAt;
    private @Nullable JobStatus forced;
    private @Nullable Instant forcedAt;

    /** A status and when it began. */
    private record Entered(JobStatus status, Instant at, Duration lasts) {}

    ScriptedJob(String id, TrainingRequest request, JobScript script, Instant createdAt) {
        this.id = id;
        this.request = request;
        this.script = script;
        this.createdAt = createdAt;
    }

    void launch(Instant now) {
        if (launchedAt == null) {
            launchedAt = now;
        }
    }

    void end(JobStatus status, Instant now) {
        if (!last(now).status().terminal()) {
            forced = status;
            forcedAt = now;
        }
    }

    void fail(JobFailure reason, Instant now) {
        failure = reason;
        end(JobStatus.of(JobPhase.FAILED), now);
    }

    TrainingJob at(Instant now, Duration modelDelay) {
        Entered last = last(now);
        JobPhase phase = last.status().phase();
        TrainingJob.Builder job =
                TrainingJob.builder(id, last.status(), request.baseModel()).createdAt(createdAt);
        request.mark().ifPresent(job::mark);
        if (phase.terminal()) {
            job.finishedAt(last.at());
        }
        if (phase == JobPhase.SUCCEEDED) {
            job.trainedTokens(1_000);
            if (!now.isBefore(last.at().plus(modelDelay))) {
                job.model("tuned-" + id);
            }
        }
        if (phase == JobPhase.FAILED) {
            job.failure(failure);
        }
        return job.build();
    }

    List<TrainingEvent> events(Instant now) {
        List<TrainingEvent> events = new ArrayList<>();
        for (Entered entered : entered(now)) {
            events.add(new TrainingEvent(
                    id + "-" + entered.status().providerText(),
                    entered.at(),
                    Level.INFO,
                    "message",
                    "job is " + entered.status(),
                    Map.of()));
            if (entered.status().phase() == JobPhase.RUNNING) {
                addMetrics(events, entered, forcedAt == null ? now : forcedAt);
            }
        }
        return events;
    }

    private void addMetrics(List<TrainingEvent> events, Entered running, Instant now) {
        for (int step = 1; step <= METRIC_EVENTS; step++) {
            Instant at = running.at().plus(running.lasts().multipliedBy(step).dividedBy(METRIC_EVENTS));
            if (at.isAfter(now)) {
                return;
            }
            Map<String, Double> metrics = Map.of(
                    Metrics.STEP, (double) step,
                    Metrics.TOTAL_STEPS, (double) METRIC_EVENTS,
                    Metrics.TRAIN_LOSS, 1.0 / step);
            events.add(new TrainingEvent(id + "-step-" + step, at, Level.INFO, "metrics", "step " + step, metrics));
        }
    }

    private Entered last(Instant now) {
        List<Entered> all = entered(now);
        return all.get(all.size() - 1);
    }

    private List<Entered> entered(Instant now) {
        List<Entered> all = new ArrayList<>();
        Instant at = createdAt;
        for (JobScript.Step step : script.steps()) {
            all.add(new Entered(step.status(), at, step.lasts()));
            boolean resting = step.status().phase() == JobPhase.VALIDATED;
            if (resting && launchedAt == null) {
                return withForced(all);
            }
            at = resting && launchedAt != null ? launchedAt : at.plus(step.lasts());
            if (at.isAfter(now)) {
                return withForced(all);
            }
        }
        all.add(new Entered(script.end(), at, Duration.ZERO));
        return withForced(all);
    }

    private List<Entered> withForced(List<Entered> all) {
        if (forced == null || forcedAt == null) {
            return all;
        }
        Instant until = forcedAt;
        all.removeIf(entered -> entered.at().isAfter(until) || entered.status().terminal());
        all.add(new Entered(forced, until, Duration.ZERO));
        return all;
    }
}
