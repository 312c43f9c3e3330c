package dev.finetuning.run;

import dev.finetuning.cost.Money;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the training of a run costs.
 *
 * @param estimated what it was estimated to cost when it was planned
 * @param soFar what it has cost by now: what was billed, or the share of the estimate that is trained
 * @param billedOrNull what it did cost; null until its job is over
 */
public record RunCost(
        Money estimated, Money soFar, @Nullable Money billedOrNull) {
    /** What it did cost, once its job is over: the host's figure, or the tokens it trained on at their price. */
    public Optional<Money> billed() {
        return Optional.ofNullable(billedOrNull);
    }
}
