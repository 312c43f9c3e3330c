package dev.finetuning.cost;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The estimated cost of training.
 *
 * @param model the base model
 * @param tokens the tokens of the training data
 * @param epochs the number of passes over the data
 * @param price the price of the model; empty if unknown
 */
public record CostEstimate(String model, TokenStatistics tokens, int epochs, Optional<ModelPrice> price) {
    /**
     * Checks the range.
     *
     * @throws IllegalArgumentException if there is not at least one epoch
     */
    public CostEstimate {
        if (epochs < 1) {
            throw new IllegalArgumentException("there must be at least 1 epoch, not " + epochs);
        }
    }

    /** An estimate with a model's price from a list and the epochs given by a rule. */
    public static CostEstimate of(String model, TokenStatistics tokens, EpochRule rule, PriceList prices) {
        return new CostEstimate(model, tokens, rule.epochs(tokens.examples()), prices.of(model));
    }

    /** The billed tokens: those of the data, times the epochs. */
    public long trainedTokens() {
        return Math.multiplyExact(tokens.count().total(), (long) epochs);
    }

    /** The cost of the job, including the provider's minimum; empty if the price is unknown. */
    public Optional<Money> training() {
        return price.flatMap(known -> known.trainingCost(trainedTokens()));
    }

    /** The cost of keeping the tuned model for a number of months; empty if the price is unknown. */
    public Optional<Money> storage(int months) {
        return price.flatMap(ModelPrice::storagePerMonth).map(month -> month.times(months));
    }

    /**
     * The error of the estimate, once the provider has said how many tokens it trained on.
     *
     * @param trainedTokens what the provider reports, above 0
     * @return the relative error: 0.02 means the estimate is 2 % too high
     */
    public double errorAgainst(long trainedTokens) {
        return (double) trainedTokens() / trainedTokens - 1;
    }

    /**
     * The number of requests after which training has paid for itself, if the tuned model needs only a
     * short prompt where the base model needs a long one.
     *
     * @param base the cost of a request to the base model
     * @param tuned the cost of a request to the tuned model
     * @return empty if the training price is unknown, or the tuned model is not cheaper
     */
    public OptionalLong breakEven(Money base, Money tuned) {
        return training()
                .map(once -> new BreakEven(once, base, tuned).requests())
                .orElse(OptionalLong.empty());
    }

    /** One line for people: {@code "small: 48,661 tokens × 3 epochs = 145,983 (o200k_base), 0.73 USD …"}. */
    @Override
    public String toString() {
        String cost = training().map(Money::toString).orElse("price unknown");
        return String.format(
                Locale.ROOT,
                "%s: %,d tokens × %d epochs = %,d (%s%s), %s%s",
                model,
                tokens.count().total(),
                epochs,
                trainedTokens(),
                tokens.counter(),
                tokens.exact() ? "" : ", approximately",
                cost,
                price.map(known -> " at prices of " + known.asOf()).orElse(""));
    }
}
