package dev.finetuning.run.internal.stored;

import dev.finetuning.chat.Usage;
import dev.finetuning.cost.CostEstimate;
import dev.finetuning.cost.ModelPrice;
import dev.finetuning.cost.Money;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a run may cost, as the journal keeps it: amounts in one currency.
 *
 * @param estimate what training is expected to cost
 * @param perMillion the price of a million trained tokens; null where only the estimate is known
 * @param minimum what a job costs at least; null for nothing
 * @param request the prices of asking the new model; null where they are not known
 * @param limits whose money it is, and how much they may spend in all
 */
public record StoredCost(
        String currency,
        BigDecimal estimate,
        @Nullable BigDecimal perMillion,
        @Nullable BigDecimal minimum,
        @Nullable RequestPrice request,
        List<Limit> limits) {
    /** What a million tokens cost that the new model reads, has cached or writes. */
    public record RequestPrice(BigDecimal input, BigDecimal cachedInput, BigDecimal output) {
        static @Nullable RequestPrice of(ModelPrice price) {
            Money input = price.input().orElse(null);
            Money output = price.output().orElse(null);
            if (input == null || output == null) {
                return null;
            }
            Money cached = price.cachedInput().orElse(input);
            return new RequestPrice(input.amount(), cached.amount(), output.amount());
        }

        boolean free() {
            return input.signum() == 0 && output.signum() == 0;
        }
    }

    /**
     * An account's limit.
     *
     * @param account a label with its value, or {@link Limit#OWN}
     */
    public record Limit(String account, BigDecimal amount) {
        /** The account of the run alone. */
        public static final String OWN = "run";

        public boolean own() {
            return account.equals(OWN);
        }

        /** The label whose account it is: the key, as the run has it. */
        public Optional<String> label(Map<String, String> labels) {
            return labels.keySet().stream()
                    .filter(key -> account.equals(accountOf(key, labels)))
                    .findFirst();
        }

        /** The account of all runs with the same value of a label. */
        public static String accountOf(String key, Map<String, String> labels) {
            return key + "=" + labels.get(key);
        }
    }

    public StoredCost {
        limits = List.copyOf(limits);
    }

    /** Empty where the price is not known. */
    public static Optional<StoredCost> of(CostEstimate estimate) {
        return estimate.price()
                .flatMap(price -> estimate.training()
                        .map(total -> new StoredCost(
                                total.currency().getCurrencyCode(),
                                total.amount(),
                                price.training().map(Money::amount).orElse(null),
                                price.minimumPerJob().map(Money::amount).orElse(null),
                                RequestPrice.of(price),
                                List.of())));
    }

    public StoredCost withLimits(List<Limit> newLimits) {
        return new StoredCost(currency, estimate, perMillion, minimum, request, newLimits);
    }

    public Money money(BigDecimal amount) {
        return new Money(amount, Currency.getInstance(currency));
    }

    public Money estimated() {
        return money(estimate);
    }

    /** What so many trained tokens cost; the estimate where there is no price for them. */
    public Money ofTokens(long tokens) {
        return perMillion == null
                ? estimated()
                : atLeastMinimum(money(perMillion).perMillion(tokens));
    }

    /** What an answer cost; empty where there is no price for it, or the provider does not count its tokens. */
    public Optional<Money> ofAnswer(Usage usage) {
        if (request == null || (usage.totalTokens() == 0 && !request.free())) {
            return Optional.empty();
        }
        return Optional.of(money(request.input())
                .perMillion(usage.inputTokens() - usage.cachedInputTokens())
                .plus(money(request.cachedInput()).perMillion(usage.cachedInputTokens()))
                .plus(money(request.output()).perMillion(usage.outputTokens())));
    }

    public Money atLeastMinimum(Money cost) {
        return minimum == null ? cost : cost.max(money(minimum));
    }

    /** A share of the estimate, rounded up to a hundredth of the currency's unit. */
    public Money share(double progress) {
        BigDecimal part = estimate.multiply(new BigDecimal(progress, MathContext.DECIMAL64));
        return money(part.setScale(2, RoundingMode.CEILING).min(estimate));
    }
}
