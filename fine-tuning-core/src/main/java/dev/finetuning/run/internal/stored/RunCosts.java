package dev.finetuning.run.internal.stored;

import dev.finetuning.cost.Money;
import dev.finetuning.run.RunCost;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Adds up what a run has cost by now. */
public final class RunCosts {
    private RunCosts() {}

    /** Empty where the plan gave no estimate. */
    public static Optional<RunCost> of(RunState state) {
        StoredCost cost = state.started().cost();
        if (cost == null) {
            return Optional.empty();
        }
        RunOutcome outcome = state.outcome();
        RunEvent.Billed bill = outcome.bill();
        Money billed = bill == null ? null : cost.money(bill.amount());
        Optional<Money> question = question(cost, outcome);
        Optional<Money> evaluation = evaluation(cost, outcome);
        List<String> unpriced = new ArrayList<>();
        if (outcome.answered() != null && question.isEmpty()) {
            unpriced.add("the first question");
        }
        if (outcome.evaluated() != null && evaluation.isEmpty()) {
            unpriced.add("the evaluation");
        }
        Money training = billed != null ? billed : cost.share(state.progress().share());
        return Optional.of(
                new RunCost(cost.estimated(), training, Optional.ofNullable(billed), question, evaluation, unpriced));
    }

    private static Optional<Money> question(StoredCost cost, RunOutcome outcome) {
        RunEvent.Answered answered = outcome.answered();
        return answered == null
                ? Optional.empty()
                : Optional.ofNullable(answered.cost()).map(cost::money);
    }

    /** In the run's currency; nothing is nothing in any, and what is in another cannot be added up. */
    private static Optional<Money> evaluation(StoredCost cost, RunOutcome outcome) {
        RunEvent.Evaluated evaluated = outcome.evaluated();
        BigDecimal amount = evaluated == null ? null : evaluated.amount();
        if (evaluated == null || amount == null) {
            return Optional.empty();
        }
        boolean addable = amount.signum() == 0 || cost.currency().equals(evaluated.currency());
        return addable ? Optional.of(cost.money(amount)) : Optional.empty();
    }
}
