package dev.finetuning.training.follow.internal;

import dev.finetuning.training.JobPhase;
import dev.finetuning.training.follow.Deadlines;
import dev.finetuning.training.follow.WaitResult.Ending;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * For how long a job was waited for, sat unstarted and ran, by what was seen of it. Everything before the
 * first look counts as unstarted, and so does a word that this version does not know. Immutable.
 */
public final class JobTimes {
    private enum Kind {
        UNSTARTED,
        RUNNING,
        PAUSED,
        SUCCEEDED,
        OVER
    }

    private final Instant begunAt;
    private final Kind kind;
    private final Instant since;
    private final Duration unstarted;
    private final Duration running;

    private JobTimes(Instant begunAt, Kind kind, Instant since, Duration unstarted, Duration running) {
        this.begunAt = begunAt;
        this.kind = kind;
        this.since = since;
        this.unstarted = unstarted;
        this.running = running;
    }

    /** A job that is waited for from now on. */
    public static JobTimes from(Instant begunAt) {
        return new JobTimes(begunAt, Kind.UNSTARTED, begunAt, Duration.ZERO, Duration.ZERO);
    }

    /** The same after a look. */
    public JobTimes seen(JobPhase phase, Instant at) {
        Kind now = kindOf(phase);
        return now == kind ? this : new JobTimes(begunAt, now, at, unstarted(at), running(at));
    }

    /** The same with all deadlines started again on request. */
    public JobTimes extended(Instant at) {
        return new JobTimes(at, kind, at, Duration.ZERO, Duration.ZERO);
    }

    /** When the job is waited for no longer. */
    public Instant endOf(Deadlines deadlines) {
        return begunAt.plus(deadlines.total());
    }

    /** The deadline that has passed, if one has. */
    public Optional<Ending> overdue(Deadlines deadlines, Instant now) {
        if (kind == Kind.SUCCEEDED && reached(Duration.between(since, now), deadlines.model())) {
            return Optional.of(Ending.NO_MODEL);
        }
        if (reached(Duration.between(begunAt, now), deadlines.total())) {
            return Optional.of(Ending.OUT_OF_TIME);
        }
        if (kind == Kind.RUNNING && reached(running(now), deadlines.running())) {
            return Optional.of(Ending.RAN_TOO_LONG);
        }
        return kind == Kind.UNSTARTED && reached(unstarted(now), deadlines.queued())
                ? Optional.of(Ending.QUEUED_TOO_LONG)
                : Optional.empty();
    }

    private static Kind kindOf(JobPhase phase) {
        return switch (phase) {
            case RUNNING, CANCELLING -> Kind.RUNNING;
            case PAUSED -> Kind.PAUSED;
            case SUCCEEDED -> Kind.SUCCEEDED;
            case FAILED, CANCELLED -> Kind.OVER;
            default -> Kind.UNSTARTED;
        };
    }

    private Duration unstarted(Instant now) {
        return kind == Kind.UNSTARTED ? unstarted.plus(Duration.between(since, now)) : unstarted;
    }

    private Duration running(Instant now) {
        return kind == Kind.RUNNING ? running.plus(Duration.between(since, now)) : running;
    }

    private static boolean reached(Duration spent, Duration allowed) {
        return spent.compareTo(allowed) >= 0;
    }
}
