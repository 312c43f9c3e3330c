package dev.finetuning.run.internal.stored;

import dev.finetuning.cost.Money;
import dev.finetuning.run.RunCost;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Adds up what a run has cost by now. */
public final class RunCosts {
    private RunCosts() {}

    /** Null where the plan gave no estimate. */
    public static @Nullable RunCost of(RunState state) {
        StoredCost cost = state.started().cost();
        if (cost == null) {
            return null;
        }
        RunOutcome outcome = state.outcome();
        RunEvent.Billed bill = outcome.bill();
        Money billed = bill == null ? null : cost.money(bill.amount());
        Money question = question(cost, outcome);
        Money evaluation = evaluation(cost, outcome);
        List<String> unpriced = new ArrayList<>();
        if (outcome.answered() != null && question == null) {
            unpriced.add("the first question");
        }
        if (outcome.evaluated() != null && evaluation == null) {
            unpriced.add("the evaluation");
        }
        Money training = billed != null ? billed : cost.share(state.progress().share());
        return new RunCost(cost.estimated(), training, billed, question, evaluation, unpriced);
    }

    private static @Nullable Money question(StoredCost cost, RunOutcome outcome) {
        RunEvent.Answered answered = outcome.answered();
        return answered == null || answered.cost() == null ? null : cost.money(answered.cost());
    }

    /** In the run's currency; nothing is nothing in any, and what is in another cannot be added up. */
    private static @Nullable Money evaluation(StoredCost cost, RunOutcome outcome) {
        RunEvent.Evaluated evaluated = outcome.evaluated();
        BigDecimal amount = evaluated == null ? null : evaluated.amount();
        if (evaluated == null || amount == null) {
            return null;
        }
        boolean addable = amount.signum() == 0 || cost.currency().equals(evaluated.currency());
        return addable ? cost.money(amount) : null;
    }
}
