package dev.finetuning.eval.compare;

import dev.finetuning.eval.internal.PValues;
import java.util.Locale;

/** Says a verdict in words. */
final class Sentences {
    private Sentences() {}

    static String of(Comparison comparison) {
        return opening(comparison) + evidence(comparison) + advice(comparison);
    }

    private static String opening(Comparison comparison) {
        String candidate = comparison.candidateModel();
        String baseline = comparison.baselineModel();
        return switch (comparison.verdict()) {
            case BETTER -> candidate + " is better than " + baseline;
            case WORSE -> candidate + " is worse than " + baseline;
            case EQUIVALENT ->
                candidate + " is equivalent to " + baseline + " within a margin of "
                        + number(comparison.settings().margin());
            case UNDECIDED -> "It is undecided whether " + candidate + " differs from " + baseline;
        };
    }

    private static String evidence(Comparison comparison) {
        return String.format(
                Locale.ROOT,
                " by %s: difference %+.4f (95 %% interval %+.4f to %+.4f, p %s by %s) on %,d cases%s, of which %,d"
                        + " regressed and %,d were fixed",
                comparison.metric(),
                comparison.difference().value(),
                comparison.difference().low(),
                comparison.difference().high(),
                PValues.text(comparison.pValue()),
                comparison.test(),
                comparison.cases().size(),
                unpaired(comparison),
                comparison.passes().regressed(),
                comparison.passes().fixed());
    }

    private static String unpaired(Comparison comparison) {
        return comparison.unpaired() == 0
                ? ""
                : String.format(Locale.ROOT, " (%,d more have no score on one side)", comparison.unpaired());
    }

    private static String advice(Comparison comparison) {
        if (comparison.verdict() != Verdict.UNDECIDED) {
            return ".";
        }
        if (!comparison.hasEnoughPairs()) {
            return String.format(
                    Locale.ROOT,
                    "; a verdict needs at least %,d.",
                    comparison.settings().minPairs());
        }
        long needed = comparison.casesNeeded();
        String size = needed == Long.MAX_VALUE
                ? "; no difference was measured"
                : String.format(Locale.ROOT, "; a difference of this size takes about %,d cases to decide", needed);
        return size
                + String.format(
                        Locale.ROOT, ", and these find one from %.4f on.", comparison.minimumDetectableDifference());
    }

    /** A p-value with its sign of relation. */
    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }
}
