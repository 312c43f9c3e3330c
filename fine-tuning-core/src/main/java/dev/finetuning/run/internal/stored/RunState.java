package dev.finetuning.run.internal.stored;

import dev.finetuning.run.FineTuningRun;
import dev.finetuning.run.RunStage;
import dev.finetuning.run.RunStatus;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the events of a run add up to. Built by one thread, then only read. */
public final class RunState {
    /** What counts as getting further. Sending a creation does not: it may have to be repeated. */
    private static final Set<Class<? extends RunEvent>> MOVES = Set.of(
            RunEvent.Started.class,
            RunEvent.Uploaded.class,
            RunEvent.ResendAllowed.class,
            RunEvent.JobAdopted.class,
            RunEvent.JobInterrupted.class,
            RunEvent.Trained.class,
            RunEvent.Answered.class,
            RunEvent.Evaluated.class,
            RunEvent.Registered.class,
            RunEvent.CancelRequested.class,
            RunEvent.Extended.class);

    private final String id;
    private long size;
    private RunEvent.@Nullable Started started;
    private RunStage stage = RunStage.UPLOAD;
    private RunStatus status = RunStatus.ACTIVE;
    private @Nullable Instant startedAt;
    private @Nullable Instant updatedAt;
    private RunEvent.@Nullable Claimed claim;
    private long fence;
    private RunEvent.@Nullable Uploaded files;
    private int attempts;
    private boolean resendAllowed;
    private @Nullable String jobId;
    private JobProgress progress = new JobProgress(Instant.EPOCH);
    private final RunOutcome outcome = new RunOutcome();
    private @Nullable Instant notBefore;
    private @Nullable String note;
    private @Nullable String cancelRequestedBy;
    private @Nullable String laterType;
    private @Nullable Instant movedAt;
    private int failures;
    private final Map<String, Instant> looksBegan = new HashMap<>();

    public RunState(String id) {
        this.id = id;
    }

    /** Takes in the next event. */
    public void apply(RunEvent event, Instant at) {
        size++;
        updatedAt = at;
        boolean keepsDelay = event instanceof RunEvent.Claimed;
        if (!keepsDelay) {
            notBefore = null;
            claim = null;
            failures = event instanceof RunEvent.Delayed ? failures + 1 : 0;
        }
        if (MOVES.contains(event.getClass())) {
            movedAt = at;
        }
        if (event instanceof RunEvent.Started e) {
            started = e;
            startedAt = at;
        } else if (event instanceof RunEvent.Claimed e) {
            claim = e;
            fence = size;
        } else if (event instanceof RunEvent.Uploaded e) {
            files = e;
            stage = RunStage.SUBMIT;
        } else if (event instanceof RunEvent.Delayed e) {
            note = e.reason();
            notBefore = e.notBefore();
        } else if (event instanceof RunEvent.TimedOut e) {
            note = e.reason();
            status = RunStatus.TIMED_OUT;
        } else if (event instanceof RunEvent.Extended) {
            if (status == RunStatus.TIMED_OUT) {
                note = null;
                status = RunStatus.ACTIVE;
            }
            progress.extend(at);
        } else if (event instanceof RunEvent.DecisionNeeded e) {
            note = e.question();
            status = RunStatus.NEEDS_DECISION;
        } else if (event instanceof RunEvent.CancelRequested e) {
            cancelRequestedBy = e.by();
            status = RunStatus.ACTIVE;
        } else if (event instanceof RunEvent.Failed e) {
            end(RunStatus.FAILED, e.reason());
        } else if (event instanceof RunEvent.Cancelled e) {
            end(RunStatus.CANCELLED, "cancelled by " + e.by());
        } else {
            applySubmission(event, at);
        }
    }

    /** Takes in an entry of a type that a later version added: what it means is not known here. */
    public void applyLater(String type, Instant at) {
        size++;
        updatedAt = at;
        laterType = type;
    }

    private void applySubmission(RunEvent event, Instant at) {
        if (event instanceof RunEvent.SubmitIntended e) {
            attempts = e.attempt();
            resendAllowed = false;
            looksBegan.clear();
            stage = RunStage.RECONCILE;
        } else if (event instanceof RunEvent.SubmitRefused e) {
            note = e.reason();
            notBefore = e.notBefore();
            stage = RunStage.SUBMIT;
        } else if (event instanceof RunEvent.SubmitLost e) {
            note = e.reason();
        } else if (event instanceof RunEvent.LookBegan e) {
            looksBegan.put(e.host(), e.at());
        } else if (event instanceof RunEvent.NothingFound) {
            stage = RunStage.SUBMIT;
        } else if (event instanceof RunEvent.ResendAllowed) {
            resendAllowed = true;
            status = RunStatus.ACTIVE;
        } else if (event instanceof RunEvent.JobAdopted e) {
            jobId = e.jobId();
            progress = new JobProgress(at);
            note = null;
            stage = RunStage.TRAIN;
        } else {
            applyOutcome(event, at);
        }
    }

    private void applyOutcome(RunEvent event, Instant at) {
        outcome.take(event, at);
        if (event instanceof RunEvent.JobSeen e) {
            progress.see(e, at);
        } else if (event instanceof RunEvent.JobInterrupted) {
            jobId = null;
            progress = new JobProgress(at);
            stage = RunStage.SUBMIT;
        } else if (event instanceof RunEvent.Trained) {
            stage = RunStage.ASK;
        } else if (event instanceof RunEvent.Answered) {
            note = null;
            stage = RunStage.EVALUATE;
        } else if (event instanceof RunEvent.Evaluated) {
            stage = RunStage.REGISTER;
        } else if (event instanceof RunEvent.Registered) {
            registered();
        } else if (event instanceof RunEvent.Decided) {
            end(RunStatus.SUCCEEDED, null);
        }
    }

    private void registered() {
        if (started().promoting()) {
            stage = RunStage.PROMOTE;
        } else {
            end(RunStatus.SUCCEEDED, null);
        }
    }

    private void end(RunStatus newStatus, @Nullable String newNote) {
        status = newStatus;
        note = newNote;
        stage = RunStage.DONE;
    }

    public String id() {
        return id;
    }

    public long size() {
        return size;
    }

    public RunEvent.Started started() {
        if (started == null) {
            throw new IllegalStateException("run " + id + " has no beginning");
        }
        return started;
    }

    public RunStage stage() {
        return stage;
    }

    public RunStatus status() {
        return status;
    }

    public RunEvent.@Nullable Claimed claim() {
        return claim;
    }

    /** The number of the last lease: how many entries the run had when it was taken. It grows with every lease. */
    public long fence() {
        return fence;
    }

    public RunEvent.@Nullable Uploaded files() {
        return files;
    }

    public int attempts() {
        return attempts;
    }

    /** When this host first looked for a lost job and found none, by its own clock. */
    public Optional<Instant> lookBegan(String host) {
        return Optional.ofNullable(looksBegan.get(host));
    }

    /** When the run last got further, or was let go on. */
    public Instant movedAt() {
        return Objects.requireNonNullElse(movedAt, Instant.EPOCH);
    }

    /** How many tries in a row have failed. */
    public int failures() {
        return failures;
    }

    public boolean resendAllowed() {
        return resendAllowed;
    }

    @Nullable
    public String jobId() {
        return jobId;
    }

    @Nullable
    public Instant notBefore() {
        return notBefore;
    }

    @Nullable
    public String cancelRequestedBy() {
        return cancelRequestedBy;
    }

    /** How far the job has come. */
    public JobProgress progress() {
        return progress;
    }

    /** What has come of the job. */
    public RunOutcome outcome() {
        return outcome;
    }

    @Nullable
    public Instant startedAt() {
        return startedAt;
    }

    @Nullable
    public Instant updatedAt() {
        return updatedAt;
    }

    @Nullable
    public String note() {
        return laterType == null
                ? note
                : "a later version wrote an entry of type " + laterType + "; only that version can continue this run";
    }

    /** Whether a later version wrote what is not understood here, so that nothing may be done to the run. */
    public boolean beyondThisVersion() {
        return laterType != null;
    }

    /** The state as callers see it. */
    public FineTuningRun view() {
        return RunViews.of(this);
    }
}
