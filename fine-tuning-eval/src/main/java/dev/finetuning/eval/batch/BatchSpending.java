package dev.finetuning.eval.batch;

import dev.finetuning.asking.Answer;
import dev.finetuning.asking.CallPrices;
import dev.finetuning.asking.Question;
import dev.finetuning.chat.ChatReply;
import dev.finetuning.cost.Budget;
import dev.finetuning.cost.Money;
import java.util.Collection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The money for batches: each has a reservation of its own, which outlives the process that made it. */
final class BatchSpending {
    private final @Nullable Budget budget;
    private final CallPrices prices;

    BatchSpending(@Nullable Budget budget, CallPrices prices) {
        this.budget = budget;
        this.prices = prices;
    }

    /** Sets aside what a batch will probably cost; null where there is no budget. */
    @Nullable
    String reserve(Collection<Question> questions) {
        return budget == null
                ? null
                : budget.reserve(purpose(), prices.expected(questions)).id();
    }

    /** Replaces what was set aside by what the answers cost. */
    void settle(OpenBatch batch, Collection<Answer> answers) {
        if (budget == null) {
            return;
        }
        Money cost = answers.stream()
                .flatMap(answer -> answer.reply().stream())
                .map(ChatReply::usage)
                .flatMap(usage -> prices.of(usage).stream())
                .reduce(budget.limit().zero(), Money::plus);
        // a budget that did not live as long as the batch knows no reservation
        Budget.Reservation reservation =
                reservation(budget, batch).orElseGet(() -> budget.reserve(purpose(), Optional.of(cost)));
        budget.settle(reservation, cost);
    }

    /** Gives back what was set aside for a batch that was refused. */
    void release(OpenBatch batch) {
        if (budget != null) {
            reservation(budget, batch).ifPresent(budget::release);
        }
    }

    private String purpose() {
        return "evaluating " + prices.modelId() + " by batch";
    }

    private static Optional<Budget.Reservation> reservation(Budget budget, OpenBatch batch) {
        return budget.open().stream()
                .filter(open -> open.id().equals(batch.reservation()))
                .findFirst();
    }
}
