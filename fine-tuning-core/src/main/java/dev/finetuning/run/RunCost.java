package dev.finetuning.run;

import dev.finetuning.cost.Money;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a run costs: its training, the question its new model is asked first, and its evaluation.
 *
 * @param estimated what training was estimated to cost when it was planned
 * @param training what training has cost by now: what was billed, or the share of the estimate that is trained
 * @param billedOrNull what training did cost; null until its job is over
 * @param questionOrNull what the first question cost; null until it is answered, or where that is not known
 * @param evaluationOrNull what the evaluation cost; null until it is done, or where that is not known
 * @param unpriced what was done and cost nobody knows what, in words
 */
public record RunCost(
        Money estimated,
        Money training,
        @Nullable Money billedOrNull,
        @Nullable Money questionOrNull,
        @Nullable Money evaluationOrNull,
        List<String> unpriced) {
    /** Copies the list. */
    public RunCost {
        unpriced = List.copyOf(unpriced);
    }

    /** What training did cost, once its job is over: the host's figure, or the tokens it trained on at their price. */
    public Optional<Money> billed() {
        return Optional.ofNullable(billedOrNull);
    }

    /** What the first question cost; empty until it is answered, or where that is not known. */
    public Optional<Money> question() {
        return Optional.ofNullable(questionOrNull);
    }

    /** What the evaluation cost; empty until it is done, or where that is not known. */
    public Optional<Money> evaluation() {
        return Optional.ofNullable(evaluationOrNull);
    }

    /** What is known to have been spent by now; what is {@link #unpriced} comes on top. */
    public Money soFar() {
        Money sum = question().map(training::plus).orElse(training);
        return evaluation().map(sum::plus).orElse(sum);
    }

    /** What the run has cost in all; empty while training is not billed, or where a part is not known. */
    public Optional<Money> total() {
        return billedOrNull == null || !unpriced.isEmpty() ? Optional.empty() : Optional.of(soFar());
    }
}
