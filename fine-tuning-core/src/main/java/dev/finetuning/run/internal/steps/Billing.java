package dev.finetuning.run.internal.steps;

import dev.finetuning.cost.Money;
import dev.finetuning.run.internal.stored.RunEvent;
import dev.finetuning.run.internal.stored.RunState;
import dev.finetuning.run.internal.stored.StoredCost;
import dev.finetuning.training.JobPhase;
import dev.finetuning.training.TrainingJob;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a job did cost: the provider's own figure, else the tokens it trained on at their price. Where it says
 * neither, success costs the estimate, failure nothing, and a job that was cancelled while it ran counts
 * as the estimate, so that a limit errs on the safe side.
 */
final class Billing {
    private Billing() {}

    /** The event that says so; empty where the run has no cost to keep to. */
    static Optional<RunEvent> of(RunState state, TrainingJob job) {
        StoredCost cost = state.started().cost();
        return cost == null ? Optional.empty() : Optional.of(of(cost, job, ran(state, job)));
    }

    /** What counts as spent for a job that its provider no longer knows: the estimate, to be on the safe side. */
    static Optional<RunEvent> ofLost(RunState state) {
        return Optional.ofNullable(state.started().cost())
                .map(cost -> billed(cost.estimated(), "the estimate, as the job is gone"));
    }

    private static RunEvent of(StoredCost cost, TrainingJob job, boolean ran) {
        JobPhase phase = job.status().phase();
        Optional<Money> stated = providersFigure(cost, job);
        OptionalLong tokens = job.trainedTokens();
        if (phase == JobPhase.SUCCEEDED && stated.isPresent()) {
            return billed(stated.get(), "the provider's figure");
        }
        if (tokens.isPresent()) {
            return billed(cost.ofTokens(tokens.getAsLong()), tokens.getAsLong() + " trained tokens");
        }
        if (phase == JobPhase.SUCCEEDED || (phase != JobPhase.FAILED && ran)) {
            return billed(cost.estimated(), "the estimate");
        }
        return billed(cost.estimated().zero(), "nothing was trained");
    }

    /** What the provider says, in the run's currency, and at least its minimum. */
    static Optional<Money> providersFigure(StoredCost cost, TrainingJob job) {
        return job.cost()
                .filter(money -> money.currency().getCurrencyCode().equals(cost.currency()))
                .map(cost::atLeastMinimum);
    }

    private static boolean ran(RunState state, TrainingJob job) {
        return state.progress().ran() || job.status().phase() == JobPhase.RUNNING;
    }

    private static RunEvent billed(Money money, String basis) {
        return new RunEvent.Billed(money.amount(), money.currency().getCurrencyCode(), basis);
    }
}
