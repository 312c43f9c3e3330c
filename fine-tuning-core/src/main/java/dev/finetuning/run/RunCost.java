package dev.finetuning.run;

import dev.finetuning.cost.Money;
import java.util.List;
import java.util.Optional;

/**
 * What a run costs: its training, the question its new model is asked first, and its evaluation.
 *
 * @param estimated what training was estimated to cost when it was planned
 * @param training what training has cost by now: what was billed, or the share of the estimate that is trained
 * @param billed what training did cost, once its job is over: the provider's figure, or the tokens it
 *     trained on at their price
 * @param question what the first question cost; empty until it is answered, or where that is not known
 * @param evaluation what the evaluation cost; empty until it is done, or where that is not known
 * @param unpriced what was done without its cost being known, in words
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

    /** What is known to have been spent by now; what is {@link #unpriced} comes on top. */
    public Money soFar() {
        Money sum = question.map(training::plus).orElse(training);
        return evaluation.map(sum::plus).orElse(sum);
    }

    /** What the run has cost in all; empty while training is not billed, or where a part is not known. */
    public Optional<Money> total() {
        return billed.isEmpty() || !unpriced.isEmpty() ? Optional.empty() : Optional.of(soFar());
    }
}
