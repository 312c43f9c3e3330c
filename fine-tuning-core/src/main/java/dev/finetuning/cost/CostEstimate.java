package dev.finetuning.cost;

import java.math.RoundingMode;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What training will cost, before it is started.
 *
 * @param model the base model
 * @param tokens the tokens of the training data
 * @param epochs how often it is seen
 * @param price the price it was made with, or null where none is known
 */
public record CostEstimate(
        String model,
        TokenStatistics tokens,
        int epochs,
        @Nullable ModelPrice price) {
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

    /** An estimate for a model on a list, with the epochs that a rule gives. */
    public static CostEstimate of(String model, TokenStatistics tokens, EpochRule rule, PriceList prices) {
        return new CostEstimate(
                model, tokens, rule.epochs(tokens.examples()), prices.of(model).orElse(null));
    }

    /** The tokens that are billed: those of the data, once an epoch. */
    public long trainedTokens() {
        return Math.multiplyExact(tokens.count().total(), (long) epochs);
    }

    /** What the job costs, the host's minimum included; empty where the price is unknown. */
    public Optional<Money> training() {
        return price == null ? Optional.empty() : price.trainingCost(trainedTokens());
    }

    /** What keeping the tuned model costs for so many months; empty where the price is unknown. */
    public Optional<Money> storage(int months) {
        return Optional.ofNullable(price).map(ModelPrice::storagePerMonth).map(month -> month.times(months));
    }

    /**
     * How far the estimate was off, once the host has said how many tokens it trained on.
     *
     * @param trainedTokens what the host reports, above 0
     * @return the estimate's excess as a share of the truth: 0.02 is 2 % too much
     */
    public double errorAgainst(long trainedTokens) {
        return (double) trainedTokens() / trainedTokens - 1;
    }

    /**
     * After how many requests training has paid for itself, if the tuned model does with a short prompt
     * what the base model needs a long one for.
     *
     * @param base what a request to the base model costs
     * @param tuned what a request to the tuned model costs
     * @return empty where the training price is unknown, or where the tuned model is no cheaper
     */
    public OptionalLong breakEven(Money base, Money tuned) {
        Money saved = base.minus(tuned);
        Optional<Money> training = training();
        if (training.isEmpty() || saved.amount().signum() <= 0) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(training.get()
                .amount()
                .divide(saved.amount(), 0, RoundingMode.CEILING)
                .longValueExact());
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
                price == null ? "" : " at prices of " + price.asOf());
    }
}
