package dev.finetuning.eval;

import dev.finetuning.chat.ChatReply;
import dev.finetuning.cost.Budget;
import dev.finetuning.cost.Money;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * An evaluation's share of a budget: what its questions will probably cost is reserved before the first
 * is asked, more once the answers cost more, and what they did cost is settled at the end. Thread-safe.
 */
final class Spending {
    // a tenth more at a time, so that long answers do not turn into a ledger entry each
    private static final long TENTH_IN_MILLIONTHS = 100_000;

    private final Budget budget;
    private final CallPrices prices;
    private final List<Budget.Reservation> reservations = new ArrayList<>();
    private Money reserved;
    private Money spent;

    Spending(Budget budget, CallPrices prices) {
        this.budget = budget;
        this.prices = prices;
        this.reserved = budget.limit().zero();
        this.spent = budget.limit().zero();
    }

    /** Sets aside what these questions will probably cost. */
    synchronized void expect(Collection<Question> questions) {
        reserve(prices.expected(questions));
    }

    /** Adds what an answer cost, and sets more aside where that is more than was expected. */
    synchronized void paid(Answer answer) {
        ChatReply reply = answer.reply();
        Optional<Money> cost = reply == null ? Optional.empty() : prices.of(reply.usage());
        if (cost.isEmpty()) {
            return;
        }
        spent = spent.plus(cost.get());
        if (spent.compareTo(reserved) > 0) {
            reserve(Optional.of(spent.minus(reserved).max(reserved.perMillion(TENTH_IN_MILLIONTHS))));
        }
    }

    /** Replaces what was set aside by what was spent. */
    synchronized void settle() {
        for (int i = 1; i < reservations.size(); i++) {
            budget.release(reservations.get(i));
        }
        if (!reservations.isEmpty()) {
            budget.settle(reservations.get(0), spent);
        }
    }

    private void reserve(Optional<Money> amount) {
        Budget.Reservation reservation = budget.reserve("evaluating " + prices.modelId(), amount);
        reservations.add(reservation);
        reserved = reserved.plus(reservation.amount());
    }
}
