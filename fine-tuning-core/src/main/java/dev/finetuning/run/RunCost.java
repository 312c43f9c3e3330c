package dev.finetuning.run;

import dev.finetuning.cost.Money;
import java.util.List;
import java.util.Optional;

/**
 * What a run costs: its training, the first question to its new model, and its evaluation.
 *
 * @param estimated the estimated cost of training, from the plan
 * @param training the cost of training so far: the bill, or the share of the estimate that is done
 * @param billed the cost of training once the job is over: the provider's figure, or the trained tokens
 *     times their price
 * @param question the cost of the first question; empty until it is answered, or if unknown
 * @param evaluation the cost of the evaluation; empty until it is done, or if unknown
 * @param unpriced what was done at unknown cost, in words
 */
public record RunCost(
        Money estimated,
        Money training,
        Optional<Money> billed,
        Optional<Money> question,
        Optional<Money> evaluation,
        List<String> unpriced) {
    /** Copies the list. */
    public RunCost {
        unpriced = List.copyOf(unpriced);
    }

    /** The known cost so far, without what is {@link #unpriced}. */
    public Money soFar() {
        Money sum = question.map(training::plus).orElse(training);
        return evaluation.map(sum::plus).orElse(sum);
    }

    /** The total cost of the run; empty until training is billed, or if a part is unknown. */
    public Optional<Money> total() {
        return billed.isEmpty() || !unpriced.isEmpty() ? Optional.empty() : Optional.of(soFar());
    }
}
