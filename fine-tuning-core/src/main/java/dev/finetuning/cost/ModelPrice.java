package dev.finetuning.cost;

import java.time.LocalDate;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a model costs, as far as it is known. A null is an unknown price, which is not the same as free.
 *
 * @param model the model
 * @param asOf the day on which the price was looked up
 * @param training a million tokens trained on
 * @param input a million tokens sent to the tuned model
 * @param cachedInput a million tokens sent to it that it had cached
 * @param output a million tokens it writes
 * @param minimumPerJob what a job costs at least
 * @param storagePerMonth what keeping one tuned model costs a month
 */
public record ModelPrice(
        String model,
        LocalDate asOf,
        @Nullable Money training,
        @Nullable Money input,
        @Nullable Money cachedInput,
        @Nullable Money output,
        @Nullable Money minimumPerJob,
        @Nullable Money storagePerMonth) {
    /**
     * The cost of training on a number of tokens, including the minimum; empty if the price is unknown.
     *
     * @param tokens tokens of the data times epochs, at least 0
     */
    public Optional<Money> trainingCost(long tokens) {
        if (training == null) {
            return Optional.empty();
        }
        Money cost = training.perMillion(tokens);
        return Optional.of(minimumPerJob == null ? cost : cost.max(minimumPerJob));
    }

    /**
     * The cost of one request; empty if a price it needs is unknown. Cached tokens cost as much as other
     * input if there is no price for them.
     */
    public Optional<Money> requestCost(RequestShape shape) {
        if (input == null || output == null) {
            return Optional.empty();
        }
        Money cached = cachedInput == null ? input : cachedInput;
        return Optional.of(input.perMillion(shape.inputTokens() - shape.cachedTokens())
                .plus(cached.perMillion(shape.cachedTokens()))
                .plus(output.perMillion(shape.outputTokens())));
    }
}
