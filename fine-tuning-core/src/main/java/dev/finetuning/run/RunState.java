package dev.finetuning.run;

import dev.finetuning.registry.ScoreCard;
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
            metrics.putAll(e.metrics());
        } else if (event instanceof RunEvent.JobInterrupted) {
            jobId = null;
            job = null;
            metrics.clear();
            intent = null;
            stage = RunStage.SUBMIT;
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

    /** The state as callers see it. */
    FineTuningRun view() {
        return new FineTuningRun(
                id,
                started().name(),
                started().labels(),
                status,
                stage,
                startedAt == null ? Instant.EPOCH : startedAt,
                updatedAt == null ? Instant.EPOCH : updatedAt,
                new FineTuningRun.JobView(
                        jobId,
                        job == null ? null : job.providerText(),
                        job == null ? null : job.estimatedFinish(),
                        trainedTokens,
                        Map.copyOf(metrics)),
                modelId,
                registered == null ? null : registered.version(),
                decided == null ? null : decided.promoted(),
                decided == null ? note : decided.summary(),
                notBefore);
    }
}
