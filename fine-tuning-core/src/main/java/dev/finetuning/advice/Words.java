package dev.finetuning.advice;

import dev.finetuning.registry.version.Interval;
import java.util.Locale;

/** Figures in sentences; the same on every machine. */
final class Words {
    private Words() {}

    static String score(double score) {
        return String.format(Locale.ROOT, "%.3f", score);
    }

    static String scored(double score, Interval interval) {
        return String.format(Locale.ROOT, "%.3f (%.3f to %.3f)", score, interval.low(), interval.high());
    }

    static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    static String percent(double share) {
        return String.format(Locale.ROOT, "%.0f %%", share * 100);
    }
}
