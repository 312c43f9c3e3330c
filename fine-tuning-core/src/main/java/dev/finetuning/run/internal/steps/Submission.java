package dev.finetuning.run.internal.steps;

import dev.finetuning.internal.content.OneLine;
import dev.finetuning.journal.JournalConflictException;
import dev.finetuning.provider.CapabilityGoneException;
import dev.finetuning.provider.CredentialsException;
import dev.finetuning.provider.Incident;
import dev.finetuning.provider.RequestRejectedException;
import dev.finetuning.provider.RetryLaterException;
import dev.finetuning.run.FineTuningRuns;
import dev.finetuning.run.LostAnswerPolicy;
import dev.finetuning.run.RunStage;
import dev.finetuning.run.internal.stored.RunEvent;
import dev.finetuning.run.internal.stored.RunState;
import dev.finetuning.run.internal.stored.StoredRequest;
import dev.finetuning.training.TrainingJob;
import dev.finetuning.training.TrainingPipeline;
import dev.finetuning.training.TrainingRequest;
import dev.finetuning.training.follow.internal.JobLook;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates the one paid job. The intent is durable before anything is sent; the creation is sent once; and
 * when its outcome is unknown the job is looked for by the run's mark until the quiet window has passed.
 * Whoever appends the intent is the only one who sends, so no lease is needed here.
 */
final class Submission {
    /** Maximum pause between writing the intent and sending, where the quiet window allows as much. */
    private static final Duration SEND_GUARD = Duration.ofSeconds(10);

    /** The share of the quiet window that the sender may use up before it sends. */
    private static final int GUARD_SHARE = 3;

    private static final Duration LOOK_AGAIN = Duration.ofSeconds(15);
    private static final Duration AFTER_BAD_CREDENTIALS = Duration.ofMinutes(5);
    private static final Duration AFTER_BUSY = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(FineTuningRuns.class);

    private final RunContext context;
    private final RunJobs jobs;

    Submission(RunContext context, RunJobs jobs) {
        this.context = context;
        this.jobs = jobs;
    }

    /**
     * Checks a request before anything is uploaded for it.
     *
     * @throws RequestRejectedException if it is beyond the provider
     */
    static void requireAcceptable(StoredRequest request, String mark, TrainingPipeline pipeline) {
        RunEvent.Uploaded files = new RunEvent.Uploaded("not uploaded yet", null);
        List<String> reasons = pipeline.reasonsAgainst(request.with(files, mark));
        if (!reasons.isEmpty()) {
            Incident incident = Incident.of(pipeline.capabilities().provider(), "check request");
            throw new RequestRejectedException(incident, reasons, null);
        }
    }

    /** Writes the intent and sends the creation. */
    RunState submit(RunState state) {
        TrainingRequest request = state.started().request().with(Objects.requireNonNull(state.files()), state.id());
        List<String> reasons = pipeline().reasonsAgainst(request);
        if (!reasons.isEmpty()) {
            return context.log().append(state, new RunEvent.Failed(String.join("; ", reasons)));
        }
        Instant before = context.now();
        context.log().append(state, new RunEvent.SubmitIntended(state.attempts() + 1, context.owner()));
        if (Duration.between(before, context.now()).compareTo(guard()) > 0) {
            return refused(state, "held up before sending; not sent", Duration.ZERO);
        }
        if (context.log().load(state.id()).size() != state.size()) {
            // the outcome of this creation has been decided meanwhile: it must not be sent any more
            return context.log().load(state.id());
        }
        return adoptedMeanwhileOr(state, send(request));
    }

    /** Whoever looks for the job waits for the whole window; the sender may use a share of it before it sends. */
    private Duration guard() {
        Duration window = context.lost().quietWindow();
        Duration share = window.dividedBy(GUARD_SHARE);
        return window.isZero() || share.compareTo(SEND_GUARD) > 0 ? SEND_GUARD : share;
    }

    /** The provider certainly created nothing: tried again after a pause, unless that has gone on for too long. */
    private RunState refused(RunState state, String reason, Duration pause) {
        RunEvent refused = new RunEvent.SubmitRefused(reason, context.now().plus(pause));
        Optional<RunEvent> timedOut =
                context.patience().spent(state, context.now(), reason).map(RunEvent.TimedOut::new);
        return timedOut.isPresent()
                ? context.log().append(state, refused, timedOut.get())
                : context.log().append(state, refused);
    }

    private RunEvent send(TrainingRequest request) {
        try {
            TrainingJob job = pipeline().start(request);
            if (job.mark().isEmpty() && jobs.listable()) {
                LOG.warn(
                        "job {} came back without the mark that it was sent with: something on the way to {} drops it,"
                                + " so a lost answer can only be looked for by its training file",
                        OneLine.of(job.id()),
                        pipeline().capabilities().provider());
            }
            return new RunEvent.JobAdopted(job.id(), false, List.of());
        } catch (RetryLaterException e) {
            return new RunEvent.SubmitRefused(
                    e.getMessage(), context.now().plus(JobLook.granted(e).orElse(AFTER_BUSY)));
        } catch (CredentialsException e) {
            return new RunEvent.SubmitRefused(e.getMessage(), context.now().plus(AFTER_BAD_CREDENTIALS));
        } catch (RequestRejectedException | CapabilityGoneException e) {
            return new RunEvent.Failed(e.getMessage());
        } catch (RuntimeException e) {
            // whatever it was, the creation may have arrived
            return new RunEvent.SubmitLost(RunSteps.reason(e));
        }
    }

    /** Somebody who looked for the job while it was being created may have adopted it before us. */
    private RunState adoptedMeanwhileOr(RunState state, RunEvent outcome) {
        try {
            return outcome instanceof RunEvent.SubmitRefused refused
                    ? refused(state, refused.reason(), Duration.between(context.now(), refused.notBefore()))
                    : context.log().append(state, outcome);
        } catch (JournalConflictException e) {
            RunState now = context.log().load(state.id());
            boolean stillOurs =
                    now.stage() == RunStage.RECONCILE && !now.status().terminal();
            if (stillOurs) {
                return context.log().append(now, outcome);
            }
            if (outcome instanceof RunEvent.JobAdopted ours && isSurplus(ours.jobId(), now)) {
                jobs.end(ours.jobId());
            }
            return now;
        }
    }

    /** Whether a job came too late: its run is over, or has another. */
    private static boolean isSurplus(String jobId, RunState now) {
        return now.jobId() == null ? now.status().terminal() : !now.jobId().equals(jobId);
    }

    /** Looks for the job that a lost creation may have made. */
    RunState reconcile(RunState state) {
        if (!jobs.listable()) {
            return notFound(state, "this provider cannot list jobs");
        }
        List<TrainingJob> found = jobs.marked(state.id());
        if (!found.isEmpty()) {
            return adopt(state, found);
        }
        Optional<Instant> quietUntil = quietUntil(state);
        return quietUntil.isPresent()
                ? stillLooking(state, "looking for a job that may have been created", quietUntil.get())
                : afterTheWindow(state);
    }

    /** A gateway may have dropped the mark, so a job without one is taken for ours before anything is sent. */
    private RunState afterTheWindow(RunState state) {
        List<TrainingJob> candidates = state.resendAllowed() ? List.of() : jobs.candidates(state);
        List<TrainingJob> ours =
                candidates.stream().filter(job -> job.mark().isPresent()).toList();
        if (!ours.isEmpty()) {
            return adopt(state, ours);
        }
        if (candidates.size() == 1 && RunJobs.tellsItsFile(candidates.get(0))) {
            return adopt(state, candidates);
        }
        if (!candidates.isEmpty()) {
            List<String> ids = candidates.stream().map(TrainingJob::id).toList();
            return context.log()
                    .append(
                            state,
                            new RunEvent.DecisionNeeded("the jobs " + ids + " may train this run's model on its file"
                                    + " and carry no mark, which a gateway may have dropped; look at the provider"
                                    + " yourself, then allow sending again or cancel"));
        }
        return notFound(state, "no job carries the mark " + state.id() + " after the quiet window");
    }

    /**
     * Until when to look on; empty once the quiet window has passed. It is measured between two readings of
     * this host's own clock, and begins when this host first looked and found none: another host's clock, such
     * as the sender's, may be ahead or behind by any amount.
     */
    private Optional<Instant> quietUntil(RunState state) {
        Duration window = context.lost().quietWindow();
        if (window.isZero()) {
            return Optional.empty();
        }
        Instant now = context.now();
        Instant until = state.lookBegan(Owner.host()).orElse(now).plus(window);
        return now.isBefore(until) ? Optional.of(until) : Optional.empty();
    }

    private RunState stillLooking(RunState state, String what, Instant quietUntil) {
        RunEvent delayed = new RunEvent.Delayed(what, nextLook(quietUntil));
        return state.lookBegan(Owner.host()).isPresent()
                ? context.log().append(state, delayed)
                : context.log().append(state, new RunEvent.LookBegan(Owner.host(), context.now()), delayed);
    }

    private RunState notFound(RunState state, String why) {
        boolean listable = jobs.listable();
        boolean mayResend = state.resendAllowed()
                || (listable && context.lost().whenNothingIsFound() == LostAnswerPolicy.Then.RESEND);
        return context.log()
                .append(
                        state,
                        mayResend
                                ? new RunEvent.NothingFound(1)
                                : new RunEvent.DecisionNeeded(
                                        why + "; look at the provider yourself, then allow sending again or cancel"));
    }

    private RunState adopt(RunState state, List<TrainingJob> found) {
        TrainingJob chosen = found.get(0);
        List<String> surplus = new ArrayList<>();
        for (TrainingJob other : found.subList(1, found.size())) {
            if (!other.status().terminal()) {
                jobs.end(other.id());
                surplus.add(other.id());
            }
        }
        return context.log().append(state, new RunEvent.JobAdopted(chosen.id(), true, surplus));
    }

    /** Ends a run on request: its job, if there is or may be one, is cancelled first. */
    RunState cancel(RunState state, String by) {
        Optional<TrainingJob> ended = Optional.empty();
        if (state.stage() == RunStage.RECONCILE && jobs.listable()) {
            List<TrainingJob> found = jobs.marked(state.id());
            Optional<Instant> quietUntil = quietUntil(state);
            if (found.isEmpty() && quietUntil.isPresent()) {
                return stillLooking(state, "looking for a job to cancel", quietUntil.get());
            }
            for (TrainingJob job : found) {
                ended = jobs.end(job.id());
            }
        } else if (state.stage() == RunStage.TRAIN) {
            ended = jobs.end(Objects.requireNonNull(state.jobId()));
        }
        return cancelled(state, by, ended);
    }

    private RunState cancelled(RunState state, String by, Optional<TrainingJob> ended) {
        boolean gone = ended.isEmpty() && state.jobId() != null && state.stage() == RunStage.TRAIN;
        Optional<RunEvent> bill = gone ? Billing.ofLost(state) : ended.flatMap(job -> Billing.of(state, job));
        String goesOn = ended.filter(job -> !RunJobs.isEnding(job))
                .map(job -> "; its provider cannot cancel job " + job.id() + ", which continues")
                .orElse("");
        RunEvent cancelled = new RunEvent.Cancelled(by + goesOn);
        return bill.isPresent()
                ? context.log().append(state, bill.get(), cancelled)
                : context.log().append(state, cancelled);
    }

    private Instant nextLook(Instant quietUntil) {
        Instant next = context.now().plus(LOOK_AGAIN);
        return next.isBefore(quietUntil) ? next : quietUntil;
    }

    private TrainingPipeline pipeline() {
        return context.pipeline();
    }
}
