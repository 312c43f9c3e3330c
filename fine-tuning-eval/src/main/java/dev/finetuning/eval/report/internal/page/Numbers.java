package dev.finetuning.eval.report.internal.page;

import dev.finetuning.eval.Estimate;
import java.util.Locale;

/** Numbers as people read them; the same on every machine. */
public final class Numbers {
    private static final String NONE = "–";

    private Numbers() {}

    public static String score(double value) {
        return Double.isNaN(value) ? NONE : String.format(Locale.ROOT, "%.3f", value);
    }

    public static String percent(double share) {
        return Double.isNaN(share) ? NONE : String.format(Locale.ROOT, "%.1f %%", share * 100);
    }

    public static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    public static String millis(double millis) {
        if (Double.isNaN(millis)) {
            return NONE;
        }
        if (millis >= 10_000) {
            return String.format(Locale.ROOT, "%.1f s", millis / 1000);
        }
        return String.format(Locale.ROOT, millis >= 100 ? "%,.0f ms" : millis >= 1 ? "%.1f ms" : "%.3f ms", millis);
    }

    public static String interval(Estimate estimate) {
        return estimate.isPresent()
                ? String.format(Locale.ROOT, "95 %% interval %.3f to %.3f", estimate.low(), estimate.high())
                : "nothing measured";
    }

    public static String percentInterval(Estimate estimate) {
        return estimate.isPresent()
                ? String.format(
                        Locale.ROOT, "95 %% interval %.1f to %.1f %%", estimate.low() * 100, estimate.high() * 100)
                : "nothing measured";
    }

    public static String signed(double difference) {
        return Double.isNaN(difference) ? NONE : String.format(Locale.ROOT, "%+.3f", difference);
    }

    /** A coordinate. */
    public static String at(double coordinate) {
        return String.format(Locale.ROOT, "%.1f", coordinate);
    }
}
