package dev.finetuning.run.internal.stored;

import dev.finetuning.training.JobPhase;
import dev.finetuning.training.Metrics;
import dev.finetuning.training.follow.internal.JobTimes;
import dev.finetuning.training.internal.stored.StoredPhases;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How far a run's job has come, as far as was seen. Built by one thread, then only read. */
public final class JobProgress {
    private final Map<String, Double> metrics = new LinkedHashMap<>();
    private RunEvent.@Nullable JobSeen seen;
    private @Nullable Instant seenAt;
    private @Nullable Instant runningSince;
    private double runningFrom;
    private JobTimes times;

    /** Begins with a job that is waited for from now on. */
    public JobProgress(Instant begunAt) {
        times = JobTimes.from(begunAt);
    }

    /** Takes in how the job looked. */
    public void see(RunEvent.JobSeen look, Instant at) {
        seen = look;
        seenAt = at;
        metrics.putAll(look.metrics());
        JobPhase phase = StoredPhases.read(look.phase());
        times = times.seen(phase, at);
        if (phase == JobPhase.RUNNING && runningSince == null) {
            runningSince = at;
            runningFrom = share();
        }
    }

    /** The job as it was last seen to have changed; null before it was seen at all. */
    public RunEvent.@Nullable JobSeen seen() {
        return seen;
    }

    /** Starts the job's deadlines again. */
    void extend(Instant at) {
        times = times.extended(at);
    }

    /** How long the job has taken. */
    public JobTimes times() {
        return times;
    }

    /** The newest of what training measured. */
    public Map<String, Double> metrics() {
        return metrics;
    }

    /** Whether the job was ever seen to run. */
    public boolean ran() {
        return runningSince != null;
    }

    /** The share of the job's steps that are done; 0 where that is not known. */
    public double share() {
        Double step = metrics.get(Metrics.STEP);
        Double total = metrics.get(Metrics.TOTAL_STEPS);
        return step == null || total == null || !(total > 0) ? 0 : Math.min(1, Math.max(0, step / total));
    }

    /** When the job will end: as its provider expects, or else if its steps go on as they went since it began to run. */
    @Nullable
    public Instant finish() {
        return seen != null && seen.estimatedFinish() != null ? seen.estimatedFinish() : extrapolatedFinish();
    }

    private @Nullable Instant extrapolatedFinish() {
        double gained = share() - runningFrom;
        if (runningSince == null || seenAt == null || gained <= 0) {
            return null;
        }
        double elapsed = (double) Duration.between(runningSince, seenAt).toMillis();
        return seenAt.plusMillis(Math.round(elapsed * (1 - share()) / gained));
    }
}
