package dev.finetuning.registry.promotion;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/** Numbers as evidence shows them: four decimals at most, and never a zero that is none. */
final class Figure {
    private static final double SMALL = 0.0001;

    private Figure() {}

    static String of(double value) {
        if (value != 0 && Math.abs(value) < SMALL) {
            return String.format(Locale.ROOT, "%.1e", value);
        }
        BigDecimal rounded = BigDecimal.valueOf(value).setScale(4, RoundingMode.HALF_EVEN);
        return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
    }
}
