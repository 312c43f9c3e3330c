package dev.finetuning.run.internal.steps;

import dev.finetuning.cost.Budget;
import dev.finetuning.cost.BudgetExceededException;
import dev.finetuning.cost.LeaseLostException;
import dev.finetuning.cost.Money;
import dev.finetuning.journal.Journal;
import dev.finetuning.run.JournalLedger;
import dev.finetuning.run.RunPlan;
import dev.finetuning.run.internal.stored.RunEvent;
import dev.finetuning.run.internal.stored.RunLog;
import dev.finetuning.run.internal.stored.RunState;
import dev.finetuning.run.internal.stored.StoredCost;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Holds runs to their limits. An estimate is set aside, under the run's id, before anything is sent, and
 * replaced by what the job did cost once it is over; both may be repeated after a crash. Thread-safe.
 */
public final class RunBudgets {
    /** Marks what is set aside beyond the estimate. */
    private static final String MORE = "+";

    private final Journal journal;
    private final RunLog log;
    private final InstantSource time;
    private final Map<String, JournalLedger> ledgers = new ConcurrentHashMap<>();

    public RunBudgets(Journal journal, RunLog log, InstantSource time) {
        this.journal = journal;
        this.log = log;
        this.time = time;
    }

    /** What a plan may cost, as the journal keeps it; empty where it names no known price. */
    static Optional<StoredCost> costOf(RunPlan plan) {
        return plan.cost().flatMap(StoredCost::of).map(priced -> {
            List<StoredCost.Limit> limits = new ArrayList<>();
            plan.limit().ifPresent(limit -> limits.add(new StoredCost.Limit(StoredCost.Limit.OWN, limit.amount())));
            plan.labelLimits()
                    .forEach((label, limit) -> limits.add(
                            new StoredCost.Limit(StoredCost.Limit.accountOf(label, plan.labels()), limit.amount())));
            return priced.withLimits(limits);
        });
    }

    /**
     * Looks whether there is enough left, and sets nothing aside.
     *
     * @throws BudgetExceededException if there is not
     */
    public void check(StoredCost cost) {
        for (StoredCost.Limit limit : cost.limits()) {
            Budget budget = limit.own() ? Budget.of(cost.money(limit.amount())) : budget(cost, limit, "");
            if (cost.estimated().compareTo(budget.available()) > 0) {
                clearUp(budget);
            }
            Money left = budget.available();
            if (cost.estimated().compareTo(left) > 0) {
                throw new BudgetExceededException(purpose(limit), cost.estimated(), left, budget.limit());
            }
        }
    }

    /**
     * Sets a run's estimate aside in every account it is held to.
     *
     * <p>What was set aside stays until the run's end or its bill is in the journal: see {@link #settle}. Whoever
     * is refused here may have been overtaken, and only the run's own stream knows: the end that an owner with
     * an expired lease writes conflicts there, so it gives nothing back. What is set aside carries the number of the
     * lease, and what closes it the number of the entry that ended the run or billed it: an owner who sets aside
     * after that is refused.
     *
     * @throws LeaseLostException if a later owner has set it aside, or closed it
     * @throws BudgetExceededException if one has not so much left
     */
    public void reserve(RunState state) {
        StoredCost cost = state.started().cost();
        if (cost == null) {
            return;
        }
        for (StoredCost.Limit limit : cost.limits()) {
            reserve(budget(cost, limit, state.id()), limit, state, cost.estimated());
        }
    }

    private void reserve(Budget budget, StoredCost.Limit limit, RunState state, Money estimate) {
        try {
            budget.reserve(state.id(), state.fence(), purpose(limit), Optional.of(estimate));
        } catch (BudgetExceededException e) {
            clearUp(budget);
            budget.reserve(state.id(), state.fence(), purpose(limit), Optional.of(estimate));
        }
    }

    /**
     * Sets aside what a job costs beyond the estimate, once its provider has said so and before it trains.
     *
     * @throws BudgetExceededException if an account has not so much left
     */
    public void raise(RunState state, Money stated) {
        StoredCost cost = state.started().cost();
        if (cost == null || stated.compareTo(cost.estimated()) <= 0) {
            return;
        }
        for (StoredCost.Limit limit : cost.limits()) {
            budget(cost, limit, state.id())
                    .reserve(
                            state.id() + MORE,
                            state.fence(),
                            purpose(limit),
                            Optional.of(stated.minus(cost.estimated())));
        }
    }

    /** Closes what runs left open that are over: a process died between the end and the closing. */
    private void clearUp(Budget budget) {
        for (Budget.Reservation open : budget.open()) {
            log.find(open.id().replace(MORE, "")).ifPresent(this::settle);
        }
    }

    /** Replaces the estimate by the bill, once there is one; gives it back where the run ended without a job. */
    public void settle(RunState state) {
        StoredCost cost = state.started().cost();
        RunEvent.Billed bill = state.outcome().bill();
        if (cost != null && (bill != null || state.status().terminal())) {
            close(state, cost, Optional.ofNullable(bill).map(known -> cost.money(known.amount())));
        }
    }

    private void close(RunState state, StoredCost cost, Optional<Money> paid) {
        for (StoredCost.Limit limit : cost.limits()) {
            Budget budget = budget(cost, limit, state.id());
            Budget.Reservation own = new Budget.Reservation(state.id(), purpose(limit), cost.estimated(), state.size());
            if (paid.isPresent()) {
                budget.settle(own, paid.get());
            } else {
                budget.release(own);
            }
            for (Budget.Reservation open : budget.open()) {
                if (open.id().equals(state.id() + MORE)) {
                    budget.release(new Budget.Reservation(open.id(), open.purpose(), open.amount(), state.size()));
                }
            }
        }
    }

    private Budget budget(StoredCost cost, StoredCost.Limit limit, String runId) {
        Currency currency = Currency.getInstance(cost.currency());
        JournalLedger ledger = limit.own()
                ? JournalLedger.of(journal, limit.account() + "=" + runId, currency, time)
                : ledgers.computeIfAbsent(
                        currency + ":" + limit.account(),
                        key -> JournalLedger.of(journal, limit.account(), currency, time));
        return Budget.of(cost.money(limit.amount()), ledger);
    }

    private static String purpose(StoredCost.Limit limit) {
        return limit.own() ? "this run's training" : "training for " + limit.account();
    }
}
