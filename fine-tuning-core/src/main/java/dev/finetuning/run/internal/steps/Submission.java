package dev.finetuning.run.internal.steps;

import dev.finetuning.journal.JournalConflictException;
import dev.finetuning.provider.CapabilityGoneException;
import dev.finetuning.provider.CredentialsException;
import dev.finetuning.provider.Incident;
import dev.finetuning.provider.RequestRejectedException;
import dev.finetuning.provider.RetryLaterException;
import dev.finetuning.run.LostAnswerPolicy;
import dev.finetuning.run.RunStage;
import dev.finetuning.run.internal.stored.RunEvent;
import dev.finetuning.run.internal.stored.RunState;
import dev.finetuning.run.internal.stored.StoredRequest;
import dev.finetuning.training.Capabilities;
import dev.finetuning.training.JobPhase;
import dev.finetuning.training.JobQuery;
import dev.finetuning.training.TrainingJob;
import dev.finetuning.training.TrainingPipeline;
import dev.finetuning.training.TrainingRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Creates the one paid job. The intent is durable before anything is sent; the creation is sent once; and
 * when its outcome is unknown the job is looked for by the run's mark until the quiet window has passed.
 * Whoever appends the intent is the only one who sends, so no lease is needed here.
 */
final class Submission {
    /** Longest pause between writing the intent and sending; after a longer one nothing is sent. */
    static final Duration SEND_GUARD = Duration.ofSeconds(10);

    private static final Duration LOOK_AGAIN = Duration.ofSeconds(15);
    private static final Duration AFTER_BAD_CREDENTIALS = Duration.ofMinutes(5);
    private static final Duration AFTER_BUSY = Duration.ofSeconds(30);

    private final RunContext context;

    Submission(RunContext context) {
        this.context = context;
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
        context.log().append(state, new RunEvent.SubmitIntended(state.attempts() + 1, context.owner()));
        if (context.now().isAfter(Objects.requireNonNull(state.intendedAt()).plus(SEND_GUARD))) {
            return context.log()
                    .append(state, new RunEvent.SubmitRefused("held up before sending; not sent", context.now()));
        }
        return adoptedMeanwhileOr(state, send(request));
    }

    private RunEvent send(TrainingRequest request) {
        try {
            return new RunEvent.JobAdopted(pipeline().start(request).id(), false, List.of());
        } catch (RetryLaterException e) {
            return new RunEvent.SubmitRefused(
                    e.getMessage(), context.now().plus(e.retryAfter().orElse(AFTER_BUSY)));
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
            return context.log().append(state, outcome);
        } catch (JournalConflictException e) {
            RunState now = context.log().load(state.id());
            boolean stillOurs =
                    now.stage() == RunStage.RECONCILE && !now.status().terminal();
            if (stillOurs) {
                return context.log().append(now, outcome);
            }
            if (outcome instanceof RunEvent.JobAdopted ours && isSurplus(ours.jobId(), now)) {
                cancelIfAlive(pipeline().job(ours.jobId()));
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
        if (!pipeline().capabilities().can(Capabilities.Verb.LIST)) {
            return notFound(state, "this provider cannot list jobs");
        }
        List<TrainingJob> found = marked(state.id());
        if (!found.isEmpty()) {
            return adopt(state, found);
        }
        Instant quietUntil =
                Objects.requireNonNull(state.intendedAt()).plus(context.lost().quietWindow());
        if (context.now().isBefore(quietUntil)) {
            return context.log()
                    .append(
                            state,
                            new RunEvent.Delayed("looking for a job that may have been created", nextLook(quietUntil)));
        }
        return notFound(state, "no job carries the mark " + state.id() + " after the quiet window");
    }

    private RunState notFound(RunState state, String why) {
        boolean listable = pipeline().capabilities().can(Capabilities.Verb.LIST);
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
                pipeline().cancel(other.id());
                surplus.add(other.id());
            }
        }
        return context.log().append(state, new RunEvent.JobAdopted(chosen.id(), true, surplus));
    }

    /** Ends a run that somebody wants to end: its job, if there is or may be one, is cancelled first. */
    RunState cancel(RunState state, String by) {
        @Nullable TrainingJob ended = null;
        if (state.stage() == RunStage.RECONCILE && pipeline().capabilities().can(Capabilities.Verb.LIST)) {
            List<TrainingJob> found = marked(state.id());
            Instant quietUntil = Objects.requireNonNull(state.intendedAt())
                    .plus(context.lost().quietWindow());
            if (found.isEmpty() && context.now().isBefore(quietUntil)) {
                return context.log()
                        .append(state, new RunEvent.Delayed("looking for a job to cancel", nextLook(quietUntil)));
            }
            for (TrainingJob job : found) {
                ended = job.status().terminal() ? job : pipeline().cancel(job.id());
            }
        } else if (state.stage() == RunStage.TRAIN) {
            ended = pipeline().cancel(Objects.requireNonNull(state.jobId()));
        }
        Optional<RunEvent> bill = Optional.ofNullable(ended).flatMap(job -> Billing.of(state, job));
        RunEvent cancelled = new RunEvent.Cancelled(by);
        return bill.isPresent()
                ? context.log().append(state, bill.get(), cancelled)
                : context.log().append(state, cancelled);
    }

    private Instant nextLook(Instant quietUntil) {
        Instant next = context.now().plus(LOOK_AGAIN);
        return next.isBefore(quietUntil) ? next : quietUntil;
    }

    /** Ends jobs beside the run's own, which a resent creation may have left. */
    void cancelSurplus(RunState state) {
        @Nullable String own = state.jobId();
        if (state.attempts() < 2 || own == null || !pipeline().capabilities().can(Capabilities.Verb.LIST)) {
            return;
        }
        for (TrainingJob job : marked(state.id())) {
            if (!job.id().equals(own)) {
                cancelIfAlive(job);
            }
        }
    }

    private void cancelIfAlive(TrainingJob job) {
        if (!job.status().terminal()) {
            pipeline().cancel(job.id());
        }
    }

    /** Jobs with the mark: those that may still succeed before those that ended badly, oldest first. */
    private List<TrainingJob> marked(String mark) {
        try (Stream<TrainingJob> jobs = pipeline().jobs(JobQuery.marked(mark))) {
            return jobs.sorted(Comparator.comparing(
                                    (TrainingJob job) -> endedBadly(job.status().phase()))
                            .thenComparing(job -> job.createdAt().orElse(Instant.EPOCH))
                            .thenComparing(TrainingJob::id))
                    .toList();
        }
    }

    private static boolean endedBadly(JobPhase phase) {
        return phase == JobPhase.FAILED || phase == JobPhase.CANCELLED;
    }

    private TrainingPipeline pipeline() {
        return context.pipeline();
    }
}
