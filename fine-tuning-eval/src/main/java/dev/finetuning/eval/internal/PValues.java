package dev.finetuning.eval.internal;

import java.util.Locale;

/** How p-values are written in sentences. */
public final class PValues {
    private PValues() {}

    /** The value after a {@code p}: {@code "= 0.0312"}, or {@code "< 0.0001"}. */
    public static String text(double p) {
        return p < 0.0001 ? "< 0.0001" : String.format(Locale.ROOT, "= %.4f", p);
    }
}
