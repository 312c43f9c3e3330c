package dev.finetuning.eval.report.internal.section;

import dev.finetuning.eval.Aggregate;
import dev.finetuning.eval.Evaluation;
import dev.finetuning.eval.compare.Comparison;
import dev.finetuning.eval.report.Banner;
import dev.finetuning.eval.report.internal.page.Numbers;
import dev.finetuning.registry.promotion.PromotionDecision;

/**
 * What a report says first: what the caller wants said, or else what the gates decided, or else the
 * comparison, or else the main figure.
 */
record Headline(ReportFigures figures) {
    Banner banner() {
        ReportContent content = figures.content();
        return content.banner()
                .or(() -> content.decision().map(Headline::of))
                .or(() -> figures.comparisons().stream().findFirst().map(Headline::of))
                .or(() -> content.candidate().map(this::of))
                .orElseGet(
                        () -> new Banner(Banner.Tone.NEUTRAL, "Not evaluated", "This report contains no evaluation."));
    }

    private static Banner of(Comparison comparison) {
        String against = " than " + comparison.baselineModel();
        String sentence = comparison.sentence();
        return switch (comparison.verdict()) {
            case BETTER -> new Banner(Banner.Tone.GOOD, comparison.candidateModel() + " is better" + against, sentence);
            case WORSE -> new Banner(Banner.Tone.BAD, comparison.candidateModel() + " is worse" + against, sentence);
            case EQUIVALENT -> new Banner(Banner.Tone.NEUTRAL, "No difference that matters", sentence);
            case UNDECIDED -> new Banner(Banner.Tone.UNDECIDED, "Undecided", sentence);
        };
    }

    private Banner of(Evaluation candidate) {
        Aggregate mine = figures.aggregate(candidate, candidate.mainMetric());
        return new Banner(
                Banner.Tone.NEUTRAL,
                candidate.modelId() + " scores " + Numbers.score(mine.mean().value()),
                mine.metric() + ", " + Numbers.interval(mine.mean()) + unscored(mine) + ".");
    }

    /** What is reported next to the mean because it has no score. */
    private static String unscored(Aggregate mine) {
        String errors = mine.errors() == 0 ? "" : "; questions without an answer: " + Numbers.count(mine.errors());
        String absent = mine.absent() == 0 ? "" : "; answers that could not be scored: " + Numbers.count(mine.absent());
        return errors + absent;
    }

    private static Banner of(PromotionDecision decision) {
        String version = decision.name() + " " + decision.version();
        String held = decision.champion().map(p -> " in place of " + p).orElse("");
        if (decision.promoted()) {
            String why = decision.overridden()
                    ? "Gates that refused were overridden: "
                            + decision.overrideReason().orElse("")
                    : "Every gate was passed.";
            return new Banner(Banner.Tone.GOOD, version + " is now " + decision.alias() + held, why);
        }
        return new Banner(
                Banner.Tone.BAD,
                version + " was not promoted to " + decision.alias(),
                decision.failures().size() + " of " + decision.verdicts().size() + " gates refused.");
    }
}
