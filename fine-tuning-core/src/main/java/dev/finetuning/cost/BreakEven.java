package dev.finetuning.cost;

import java.math.RoundingMode;
import java.util.OptionalLong;

/**
 * When an expense pays for itself because each request becomes cheaper. All three are in one currency.
 *
 * @param once what is paid once, such as training
 * @param before what a request costs without it
 * @param after what a request costs with it
 */
public record BreakEven(Money once, Money before, Money after) {
    /** The number of requests after which it has paid for itself; empty if a request does not become cheaper. */
    public OptionalLong requests() {
        Money saved = before.minus(after);
        return saved.amount().signum() <= 0
                ? OptionalLong.empty()
                : OptionalLong.of(once.amount()
                        .divide(saved.amount(), 0, RoundingMode.CEILING)
                        .longValueExact());
    }
}
