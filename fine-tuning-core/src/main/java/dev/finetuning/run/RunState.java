package dev.finetuning.run;

import dev.finetuning.registry.ScoreCard;
import dev.finetuning.training.JobPhase;
import dev.finetuning.training.Metrics;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the events of a run add up to. Built by one thread, then only read. */
final class RunState {
    private final String id;
    private long size;
    private RunEvent.@Nullable Started started;
    private RunStage stage = RunStage.UPLOAD;
    private RunStatus status = RunStatus.ACTIVE;
    private @Nullable Instant startedAt;
    private @Nullable Instant updatedAt;
    private RunEvent.@Nullable Claimed claim;
    private RunEvent.@Nullable Uploaded files;
    private int attempts;
    private @Nullable Instant intendedAt;
    private RunEvent.@Nullable SubmitIntended intent;
    private boolean lost;
    private boolean resendAllowed;
    private @Nullable String jobId;
    private RunEvent.@Nullable JobSeen job;
    private final Map<String, Double> metrics = new LinkedHashMap<>();
    private @Nullable Instant jobSeenAt;
    private @Nullable Instant runningSince;
    private double runningFrom;
    private RunEvent.@Nullable Billed bill;
    private @Nullable Instant trainedAt;
    private @Nullable String modelId;
    private @Nullable Long trainedTokens;
    private List<ScoreCard> cards = List.of();
    private RunEvent.@Nullable Registered registered;
    private RunEvent.@Nullable Decided decided;
    private @Nullable Instant notBefore;
    private @Nullable String note;
    private @Nullable String cancelRequestedBy;

    RunState(String id) {
        this.id = id;
    }

    /** Takes in the next event. */
    void apply(RunEvent event, Instant at) {
        size++;
        updatedAt = at;
        boolean keepsDelay = event instanceof RunEvent.Claimed;
        if (!keepsDelay) {
            notBefore = null;
            claim = null;
        }
        if (event instanceof RunEvent.Started e) {
            started = e;
            startedAt = at;
        } else if (event instanceof RunEvent.Claimed e) {
            claim = e;
        } else if (event instanceof RunEvent.Uploaded e) {
            files = e;
            stage = RunStage.SUBMIT;
        } else if (event instanceof RunEvent.Delayed e) {
            note = e.reason();
            notBefore = e.notBefore();
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

    private void applySubmission(RunEvent event, Instant at) {
        if (event instanceof RunEvent.SubmitIntended e) {
            attempts = e.attempt();
            intent = e;
            intendedAt = at;
            lost = false;
            resendAllowed = false;
            stage = RunStage.RECONCILE;
        } else if (event instanceof RunEvent.SubmitRefused e) {
            intent = null;
            note = e.reason();
            notBefore = e.notBefore();
            stage = RunStage.SUBMIT;
        } else if (event instanceof RunEvent.SubmitLost e) {
            lost = true;
            note = e.reason();
        } else if (event instanceof RunEvent.NothingFound) {
            intent = null;
            stage = RunStage.SUBMIT;
        } else if (event instanceof RunEvent.ResendAllowed) {
            resendAllowed = true;
            status = RunStatus.ACTIVE;
        } else if (event instanceof RunEvent.JobAdopted e) {
            jobId = e.jobId();
            note = null;
            stage = RunStage.TRAIN;
        } else {
            applyOutcome(event, at);
        }
    }

    private void applyOutcome(RunEvent event, Instant at) {
        if (event instanceof RunEvent.JobSeen e) {
            job = e;
            jobSeenAt = at;
            metrics.putAll(e.metrics());
            if (e.phase().equals(JobPhase.RUNNING.name()) && runningSince == null) {
                runningSince = at;
                runningFrom = progress();
            }
        } else if (event instanceof RunEvent.JobInterrupted) {
            jobId = null;
            job = null;
            runningSince = null;
            metrics.clear();
            intent = null;
            stage = RunStage.SUBMIT;
        } else if (event instanceof RunEvent.Billed e) {
            bill = e;
        } else if (event instanceof RunEvent.Trained e) {
            modelId = e.modelId();
            trainedTokens = e.trainedTokens();
            trainedAt = at;
            stage = RunStage.ASK;
        } else if (event instanceof RunEvent.Answered) {
            note = null;
            stage = RunStage.EVALUATE;
        } else if (event instanceof RunEvent.Evaluated e) {
            cards = List.copyOf(e.cards());
            stage = RunStage.REGISTER;
        } else if (event instanceof RunEvent.Registered e) {
            registered = e;
            stage = RunStage.PROMOTE;
        } else if (event instanceof RunEvent.Decided e) {
            decided = e;
            end(RunStatus.SUCCEEDED, null);
        }
    }

    private void end(RunStatus newStatus, @Nullable String newNote) {
        status = newStatus;
        note = newNote;
        stage = RunStage.DONE;
    }

    String id() {
        return id;
    }

    long size() {
        return size;
    }

    RunEvent.Started started() {
        if (started == null) {
            throw new IllegalStateException("run " + id + " has no beginning");
        }
        return started;
    }

    RunStage stage() {
        return stage;
    }

    RunStatus status() {
        return status;
    }

    RunEvent.@Nullable Claimed claim() {
        return claim;
    }

    RunEvent.@Nullable Uploaded files() {
        return files;
    }

    int attempts() {
        return attempts;
    }

    @Nullable
    Instant intendedAt() {
        return intendedAt;
    }

    RunEvent.@Nullable SubmitIntended intent() {
        return intent;
    }

    boolean lost() {
        return lost;
    }

    boolean resendAllowed() {
        return resendAllowed;
    }

    @Nullable
    String jobId() {
        return jobId;
    }

    RunEvent.@Nullable JobSeen job() {
        return job;
    }

    /** When the job was first seen to run. */
    @Nullable
    Instant runningSince() {
        return runningSince;
    }

    RunEvent.@Nullable Billed bill() {
        return bill;
    }

    @Nullable
    Instant trainedAt() {
        return trainedAt;
    }

    @Nullable
    String modelId() {
        return modelId;
    }

    @Nullable
    Long trainedTokens() {
        return trainedTokens;
    }

    List<ScoreCard> cards() {
        return cards;
    }

    RunEvent.@Nullable Registered registered() {
        return registered;
    }

    @Nullable
    Instant notBefore() {
        return notBefore;
    }

    @Nullable
    String cancelRequestedBy() {
        return cancelRequestedBy;
    }

    /** The share of steps that were done when the job was first seen to run. */
    double runningFrom() {
        return runningFrom;
    }

    /** The share of the job's steps that are done; 0 where that is not known. */
    double progress() {
        Double step = metrics.get(Metrics.STEP);
        Double total = metrics.get(Metrics.TOTAL_STEPS);
        return step == null || total == null || !(total > 0) ? 0 : Math.min(1, Math.max(0, step / total));
    }

    /** The newest of what training measured. */
    Map<String, Double> metrics() {
        return metrics;
    }

    @Nullable
    Instant jobSeenAt() {
        return jobSeenAt;
    }

    @Nullable
    Instant startedAt() {
        return startedAt;
    }

    @Nullable
    Instant updatedAt() {
        return updatedAt;
    }

    RunEvent.@Nullable Decided decided() {
        return decided;
    }

    @Nullable
    String note() {
        return note;
    }

    /** The state as callers see it. */
    FineTuningRun view() {
        return RunViews.of(this);
    }
}
