package dev.finetuning.synthesis;

import dev.finetuning.chat.ChatModel;
import dev.finetuning.chat.ChatRequest;
import dev.finetuning.chat.Usage;
import dev.finetuning.cost.Budget;
import dev.finetuning.cost.Money;
import dev.finetuning.cost.PriceList;
import dev.finetuning.cost.RequestShape;
import dev.finetuning.cost.TokenCounter;
import dev.finetuning.cost.TokenCounters;
import dev.finetuning.example.ChatExample;
import dev.finetuning.example.ExampleInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a synthesis costs: estimated before, reserved where there is a budget, counted while it goes on,
 * settled at the end. Thread-safe.
 */
final class Spending implements AutoCloseable {
    /** Three characters a token: rather too much than too little. */
    private static final TokenCounter COUNTER = TokenCounters.estimate(3);

    private static final int LEAST_ANSWER = 256;

    private final ChatModel model;
    private final PriceList prices;
    private final @Nullable Budget budget;
    private final String purpose;
    private final List<Budget.Reservation> reservations = new ArrayList<>();
    private int asked;
    private int remembered;
    private Usage usage = Usage.NONE;
    private Usage billed = Usage.NONE;

    Spending(ChatModel model, String purpose, PriceList prices, @Nullable Budget budget) {
        this.model = model;
        this.purpose = purpose;
        this.prices = prices;
        this.budget = budget;
    }

    /** What questions will probably take: as much out as the seed is long, for each example wanted. */
    static Usage estimate(List<Question> questions) {
        Usage sum = Usage.NONE;
        for (Question question : questions) {
            ChatRequest request = question.request();
            long input = COUNTER.count(new ChatExample(request.messages(), request.tools(), ExampleInfo.NONE))
                    .total();
            long seed = COUNTER.count(question.seed().example()).total();
            long output = request.maxTokens().isPresent()
                    ? request.maxTokens().getAsInt()
                    : Math.max(LEAST_ANSWER, seed * question.wanted());
            sum = sum.plus(Usage.of(input, output));
        }
        return sum;
    }

    /**
     * Sets aside what so many tokens cost beyond what is set aside already; nothing without a budget.
     *
     * @throws dev.finetuning.cost.BudgetExceededException if that is more than is left
     * @throws dev.finetuning.cost.UnknownPriceException if nobody knows what it costs
     */
    synchronized void reserve(Usage expected) {
        if (budget == null || expected.totalTokens() == 0) {
            return;
        }
        Money reserved = reservations.stream()
                .map(Budget.Reservation::amount)
                .reduce(budget.limit().zero(), Money::plus);
        Optional<Money> needed = cost(billed.plus(expected)).map(all -> all.minus(reserved));
        if (needed.isEmpty() || needed.get().amount().signum() > 0) {
            reservations.add(budget.reserve(purpose, needed));
        }
    }

    synchronized void remembered(Usage used) {
        remembered++;
        usage = usage.plus(used);
    }

    synchronized void paid(Usage used) {
        asked++;
        usage = usage.plus(used);
        billed = billed.plus(used);
    }

    /** Counts a question that may have been billed as if it had been. */
    synchronized void unknown(Question question) {
        asked++;
        billed = billed.plus(estimate(List.of(question)));
    }

    synchronized SynthesisResult.Calls calls(int unanswered) {
        return new SynthesisResult.Calls(asked, remembered, unanswered, usage);
    }

    /** What this run had to pay; null where the price is unknown. */
    synchronized @Nullable Money cost() {
        return cost(billed).orElse(null);
    }

    Optional<Money> cost(Usage used) {
        RequestShape shape = new RequestShape(used.inputTokens(), used.cachedInputTokens(), used.outputTokens());
        return prices.of(model.id()).flatMap(price -> price.requestCost(shape));
    }

    /** Replaces what was set aside by what was spent. */
    @Override
    public synchronized void close() {
        if (budget == null || reservations.isEmpty()) {
            return;
        }
        reservations.subList(1, reservations.size()).forEach(budget::release);
        Money spent = cost();
        if (spent != null) {
            budget.settle(reservations.get(0), spent);
        }
        reservations.clear();
    }
}
