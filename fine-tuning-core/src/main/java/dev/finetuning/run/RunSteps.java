package dev.finetuning.run;

import dev.finetuning.FineTuningException;
import dev.finetuning.journal.JournalConflictException;
import dev.finetuning.provider.OutcomeUnknownException;
import dev.finetuning.provider.ProviderFaultException;
import dev.finetuning.provider.RetryLaterException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Chooses and takes the next step of a run. */
final class RunSteps {
    private static final Duration AFTER_FAULT = Duration.ofMinutes(1);

    private final RunContext context;
    private final Submission submission;
    private final TrainingFollow training;
    private final Completion completion;

    RunSteps(RunContext context) {
        this.context = context;
        this.submission = new Submission(context);
        this.training = new TrainingFollow(context, submission);
        this.completion = new Completion(context);
    }

    /** One step, if one is due and nobody else is at it. Failures that pass become a delay. */
    RunState take(String runId) {
        RunState state = context.log().load(runId);
        Instant notBefore = state.notBefore();
        boolean resting = state.status() != RunStatus.ACTIVE || (notBefore != null && notBefore.isAfter(context.now()));
        if (resting || claimedByAnother(state)) {
            return state;
        }
        try {
            return settled(step(state));
        } catch (JournalConflictException e) {
            return context.log().load(runId);
        } catch (RetryLaterException e) {
            return delay(runId, e, e.retryAfter().orElse(AFTER_FAULT));
        } catch (ProviderFaultException | OutcomeUnknownException e) {
            return delay(runId, e, AFTER_FAULT);
        } catch (RuntimeException e) {
            delay(runId, e, AFTER_FAULT);
            throw e;
        }
    }

    private RunState step(RunState state) {
        @Nullable String cancelledBy = state.cancelRequestedBy();
        if (cancelledBy != null) {
            return submission.cancel(state, cancelledBy);
        }
        return switch (state.stage()) {
            case UPLOAD -> training.upload(claim(state));
            case SUBMIT -> reserved(state) ? submission.submit(state) : overBudget(state);
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

    private boolean reserved(RunState state) {
        StoredBudget budget = state.started().budget();
        return budget == null || context.budget().reserve(state.id(), budget);
    }

    private RunState overBudget(RunState state) {
        StoredBudget budget = java.util.Objects.requireNonNull(state.started().budget());
        return context.log()
                .append(
                        state,
                        new RunEvent.Failed("the budget of account " + budget.account() + " does not allow it: "
                                + context.budget().committed(budget) + " of " + budget.limit() + " "
                                + budget.currency() + " are committed, this run is estimated at "
                                + budget.estimate() + "; nothing was spent"));
    }

    /** A run that ended before its job was created gives its reservation back. */
    private RunState settled(RunState state) {
        StoredBudget budget = state.started().budget();
        if (budget != null && state.status().terminal() && state.jobId() == null) {
            context.budget().settle(state.id(), budget, BigDecimal.ZERO);
        }
        return state;
    }

    /** Notes the failure, which also ends the claim, unless the run has moved on meanwhile. */
    private RunState delay(String runId, RuntimeException failure, Duration pause) {
        RunState now = context.log().load(runId);
        if (now.status().terminal()) {
            return now;
        }
        String reason = failure instanceof dev.finetuning.FineTuningException
                ? String.valueOf(failure.getMessage())
                : failure.getClass().getName();
        try {
            return context.log()
                    .append(now, new RunEvent.Delayed(reason, context.now().plus(pause)));
        } catch (JournalConflictException e) {
            return context.log().load(runId);
        }
    }

    /** A failure's own words where they are ours; of others only the type, as they may quote content. */
    static String reason(RuntimeException failure) {
        return failure instanceof FineTuningException known
                ? known.getMessage()
                : failure.getClass().getName();
    }
}
