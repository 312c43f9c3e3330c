package dev.finetuning.run.internal.steps;

import dev.finetuning.FineTuningException;
import dev.finetuning.content.ContentLostException;
import dev.finetuning.cost.BudgetExceededException;
import dev.finetuning.cost.LeaseLostException;
import dev.finetuning.internal.content.OneLine;
import dev.finetuning.journal.JournalConflictException;
import dev.finetuning.provider.OutcomeUnknownException;
import dev.finetuning.provider.ProviderFaultException;
import dev.finetuning.provider.RetryLaterException;
import dev.finetuning.run.FineTuningRuns;
import dev.finetuning.run.RunPlan;
import dev.finetuning.run.RunStatus;
import dev.finetuning.run.internal.stored.RunEvent;
import dev.finetuning.run.internal.stored.RunState;
import dev.finetuning.run.internal.stored.StoredCost;
import dev.finetuning.run.internal.stored.StoredData;
import dev.finetuning.run.internal.stored.StoredRequest;
import dev.finetuning.training.follow.internal.JobLook;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Chooses and takes the next step of a run. */
public final class RunSteps {
    private static final Logger LOG = LoggerFactory.getLogger(FineTuningRuns.class);
    private static final Duration AFTER_FAULT = Duration.ofMinutes(1);

    private final RunIds ids = new RunIds();
    private final RunContext context;
    private final Submission submission;
    private final TrainingFollow training;
    private final Completion completion;

    public RunSteps(RunContext context) {
        this.context = context;
        RunJobs jobs = new RunJobs(context.pipeline());
        this.submission = new Submission(context, jobs);
        this.training = new TrainingFollow(context, jobs);
        this.completion = new Completion(context);
    }

    /** Checks a plan's data and looks at its limits, then stores both under a new id; nothing is sent. */
    public String begin(RunPlan plan) {
        String runId = ids.next();
        context.log().create(runId, prepared(plan, runId, () -> context.log().preparing(runId)));
        return runId;
    }

    /** The same, unless a run like the plan's is unfinished: then that one, even if it began just now. */
    public String beginUnlessUnfinished(RunPlan plan) {
        String runId = ids.next();
        return context.log()
                .createUnless(
                        like(plan),
                        runId,
                        prepared(plan, runId, () -> context.log().preparing(runId)));
    }

    /** The run that was started under a key; empty where none was. */
    public Optional<String> startedAs(String key) {
        return context.log().startedAs(key);
    }

    /** Begins a run under a key, unless one was begun under it: then that one, even if it began just now. */
    public String beginAs(String key, RunPlan plan) {
        String runId = ids.next();
        return context.log()
                .createAs(key, runId, prepared(plan, runId, () -> context.log().preparing(runId, key)));
    }

    /** An id for a run that is begun later. */
    public String reserve() {
        return ids.next();
    }

    /** Begins a run under a reserved id, unless it was begun before; says whether it was not. */
    public boolean beginReserved(String runId, Supplier<RunPlan> plan) {
        RunIds.require(runId);
        if (context.log().begun(runId)) {
            return false;
        }
        return context.log()
                .createReserved(
                        runId, prepared(plan.get(), runId, () -> context.log().preparing(runId)));
    }

    /** The newest unfinished run of the plan's model with all of its labels. */
    public Optional<String> unfinishedLike(RunPlan plan) {
        return context.log().newestUnfinished(like(plan));
    }

    private static Predicate<RunState> like(RunPlan plan) {
        return run -> run.started().name().equals(plan.name())
                && run.started().labels().entrySet().containsAll(plan.labels().entrySet());
    }

    private RunEvent.Started prepared(RunPlan plan, String runId, Runnable aboutToStore) {
        StoredRequest request = StoredRequest.of(plan.request());
        Submission.requireAcceptable(request, runId, context.pipeline());
        PreparedPlan prepared =
                PreparedPlan.of(plan, context.pipeline().capabilities().minExamples());
        StoredCost cost = RunBudgets.costOf(plan).orElse(null);
        if (cost != null) {
            context.budgets().check(cost);
        }
        aboutToStore.run();
        StoredData data = prepared.storeIn(context.data(), runId);
        return new RunEvent.Started(
                plan.name(), plan.labels(), request, data, cost, prepared.checks(), plan.promoting());
    }

    /** One step, if one is due and no other process is working on it. Temporary failures become a delay. */
    public RunState take(String runId) {
        RunState state = context.log().load(runId);
        Instant notBefore = state.notBefore();
        boolean resting = state.status() != RunStatus.ACTIVE || (notBefore != null && notBefore.isAfter(context.now()));
        if (resting || state.beyondThisVersion() || claimedByAnother(state)) {
            return state;
        }
        try {
            RunState after = step(state);
            context.budgets().settle(after);
            return after;
        } catch (JournalConflictException | LeaseLostException e) {
            return context.log().load(runId);
        } catch (RetryLaterException e) {
            return delay(runId, e, JobLook.granted(e).orElse(AFTER_FAULT));
        } catch (ProviderFaultException | OutcomeUnknownException e) {
            return delay(runId, e, AFTER_FAULT);
        } catch (ContentLostException e) {
            RunState now = delay(runId, e, AFTER_FAULT);
            if (now.status().terminal()) {
                return now; // another process took over and ended the run, whose data is gone since
            }
            throw e;
        } catch (RuntimeException | Error e) {
            delay(runId, e, AFTER_FAULT);
            throw e;
        }
    }

    /** Notes what a person decided, whatever else happens to the run meanwhile; nothing if it is over. */
    public RunState decide(String runId, RunEvent decision) {
        while (true) {
            RunState state = context.log().load(runId);
            if (state.status().terminal()) {
                return state;
            }
            try {
                return context.log().append(state, decision);
            } catch (JournalConflictException e) {
                LOG.debug("run {} moved meanwhile; deciding again", runId);
            }
        }
    }

    private RunState step(RunState state) {
        @Nullable String cancelledBy = state.cancelRequestedBy();
        if (cancelledBy != null) {
            return submission.cancel(state, cancelledBy);
        }
        return switch (state.stage()) {
            case UPLOAD -> affordable(claim(state), training::upload);
            case SUBMIT -> affordable(state, submission::submit);
            case RECONCILE -> submission.reconcile(state);
            case TRAIN -> training.look(state);
            case ASK -> training.ask(state);
            case EVALUATE -> completion.evaluate(claim(state));
            case REGISTER -> completion.register(claim(state));
            case PROMOTE -> completion.promote(claim(state));
            case DONE -> state;
        };
    }

    private RunState claim(RunState state) {
        Instant until = context.now().plus(context.lease());
        return context.log().append(state, new RunEvent.Claimed(state.stage(), context.owner(), until));
    }

    private boolean claimedByAnother(RunState state) {
        RunEvent.Claimed claim = state.claim();
        return claim != null && claim.until().isAfter(context.now()) && !Owner.gone(claim.owner());
    }

    /** Takes a step for which the estimate must be set aside; what is set aside already is found again. */
    private RunState affordable(RunState state, UnaryOperator<RunState> step) {
        try {
            context.budgets().reserve(state);
        } catch (BudgetExceededException e) {
            LOG.info("run {} is refused by a budget: {}", state.id(), e.getMessage());
            return context.log().append(state, new RunEvent.Failed(e.getMessage() + " Nothing was spent."));
        }
        return step.apply(state);
    }

    /** Notes the failure, which also ends the claim, unless the run has moved on meanwhile. */
    private RunState delay(String runId, Throwable failure, Duration pause) {
        RunState now = context.log().load(runId);
        if (now.status() != RunStatus.ACTIVE) {
            return now;
        }
        LOG.warn("run {} continues in {}: {}", runId, pause, OneLine.of(reason(failure)));
        try {
            return context.delay(now, reason(failure), pause);
        } catch (JournalConflictException e) {
            return context.log().load(runId);
        }
    }

    /** A failure's own words where they are ours; of others only the type, as they may quote content. */
    public static String reason(Throwable failure) {
        return failure instanceof FineTuningException known
                ? known.getMessage()
                : failure.getClass().getName();
    }
}
