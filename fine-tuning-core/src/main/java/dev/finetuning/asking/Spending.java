package dev.finetuning.asking;

import dev.finetuning.chat.Usage;
import dev.finetuning.cost.Budget;
import dev.finetuning.cost.BudgetExceededException;
import dev.finetuning.cost.Money;
import dev.finetuning.cost.UnknownPriceException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What questions cost, and their share of a budget: what they will probably cost is reserved before the
 * first is asked, more once the answers cost more, and what they did cost is settled at the end.
 * Thread-safe.
 */
final class Spending {
    // a tenth more at a time, so that long answers do not turn into a ledger entry each
    private static final long TENTH_IN_MILLIONTHS = 100_000;

    private final @Nullable Budget budget;
    private final CallPrices prices;
    private final String purpose;
    private final List<Budget.Reservation> reservations = new ArrayList<>();
    private Usage billed = Usage.NONE;

    Spending(@Nullable Budget budget, CallPrices prices, String purpose) {
        this.budget = budget;
        this.prices = prices;
        this.purpose = purpose;
    }

    /** Sets aside what these questions will probably cost, beyond what is set aside already. */
    synchronized void expect(Collection<Question> questions) {
        if (budget != null && !questions.isEmpty()) {
            Optional<Money> all = prices.of(billed.plus(CallPrices.expectedUsage(questions)));
            Money reserved = reserved(budget);
            if (all.isEmpty() || all.get().compareTo(reserved) > 0) {
                reservations.add(budget.reserve(purpose, all.map(money -> money.minus(reserved))));
            }
        }
    }

    /** Sets aside what one more question will probably cost, a little ahead, where that is not yet done. */
    synchronized void expectOneMore(Question question) {
        if (budget != null) {
            Usage all = billed.plus(CallPrices.expectedUsage(List.of(question)));
            raise(budget, prices.of(all).orElseThrow(() -> new UnknownPriceException(purpose)));
        }
    }

    /** Adds what an answer cost, and sets more aside where that is more than was expected. */
    synchronized void paid(Usage usage) {
        billed = billed.plus(usage);
        if (budget != null) {
            Budget drawn = budget;
            prices.of(billed).ifPresent(cost -> raise(drawn, cost));
        }
    }

    private void raise(Budget drawn, Money cost) {
        Money reserved = reserved(drawn);
        if (cost.compareTo(reserved) > 0) {
            Money needed = cost.minus(reserved);
            Money ahead = needed.max(reserved.perMillion(TENTH_IN_MILLIONTHS));
            try {
                reservations.add(drawn.reserve(purpose, Optional.of(ahead)));
            } catch (BudgetExceededException e) {
                reservations.add(drawn.reserve(purpose, Optional.of(needed)));
            }
        }
    }

    /** Counts a question whose outcome is unknown as if it had been billed, for it may have been. */
    void unknown(Question question) {
        paid(CallPrices.expectedUsage(List.of(question)));
    }

    /** What was billed so far, or may have been. */
    synchronized Usage billed() {
        return billed;
    }

    /** Replaces what was set aside by what was spent. */
    synchronized void settle() {
        if (budget == null || reservations.isEmpty()) {
            return;
        }
        reservations.subList(1, reservations.size()).forEach(budget::release);
        Money spent = prices.of(billed).orElseGet(budget.limit()::zero);
        budget.settle(reservations.get(0), spent);
        reservations.clear();
    }

    private Money reserved(Budget of) {
        return reservations.stream()
                .map(Budget.Reservation::amount)
                .reduce(of.limit().zero(), Money::plus);
    }
}
