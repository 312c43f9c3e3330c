package dev.finetuning.eval.report;

import dev.finetuning.eval.Aggregate;
import dev.finetuning.eval.Distribution;
import dev.finetuning.eval.Evaluation;
import dev.finetuning.eval.compare.Comparison;
import dev.finetuning.registry.GateVerdict;
import dev.finetuning.registry.PromotionDecision;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The banner with the verdict, the gates behind it, and the key numbers as cards. */
record VerdictSection(Report.Builder pieces, List<Comparison> comparisons) implements Section {
    @Override
    public String id() {
        return "verdict";
    }

    @Override
    public String title() {
        return "";
    }

    @Override
    public void write(Markup out) {
        Banner banner = banner();
        String tone = banner.tone().name().toLowerCase(Locale.ROOT);
        out.open("div", "class", "banner " + tone, "role", "status");
        out.leaf("span", banner.tone().sign(), "class", "sign", "aria-hidden", "true");
        out.open("div").leaf("p", banner.headline(), "class", "headline").leaf("p", banner.explanation());
        out.close().close();
        PromotionDecision decision = pieces.decision;
        if (decision != null) {
            gates(out, decision.verdicts());
        }
        Evaluation candidate = pieces.candidate;
        if (candidate != null) {
            cards(out, candidate, pieces.evaluations.isEmpty() ? null : pieces.evaluations.get(0));
        }
    }

    private Banner banner() {
        if (pieces.banner != null) {
            return pieces.banner;
        }
        PromotionDecision decision = pieces.decision;
        if (decision != null) {
            return of(decision);
        }
        if (!comparisons.isEmpty()) {
            return of(comparisons.get(0));
        }
        Evaluation candidate = pieces.candidate;
        return candidate == null
                ? new Banner(Banner.Tone.NEUTRAL, "Not evaluated", "This report holds no evaluation.")
                : of(candidate);
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
        Aggregate mine = pieces.aggregate(candidate, candidate.mainMetric());
        return new Banner(
                Banner.Tone.NEUTRAL,
                candidate.modelId() + " scores " + Numbers.score(mine.mean().value()),
                mine.metric() + ", " + Numbers.interval(mine.mean()) + ".");
    }

    private static Banner of(PromotionDecision decision) {
        String version = decision.name() + " " + decision.version();
        String held = decision.previous().map(p -> " in place of " + p).orElse("");
        if (decision.promoted()) {
            String why = decision.overridden()
                    ? "Gates that said no were overruled: " + decision.overrideReason()
                    : "Every gate was passed.";
            return new Banner(Banner.Tone.GOOD, version + " is now " + decision.alias() + held, why);
        }
        return new Banner(
                Banner.Tone.BAD,
                version + " was not promoted to " + decision.alias(),
                decision.failures().size() + " of " + decision.verdicts().size() + " gates said no.");
    }

    private static void gates(Markup out, List<GateVerdict> verdicts) {
        out.open("ul", "class", "gates");
        for (GateVerdict gate : verdicts) {
            out.open("li", "class", gate.passed() ? "pass" : "fail");
            out.leaf("strong", (gate.passed() ? "✓ " : "✕ ") + gate.gate());
            out.leaf("span", gate.evidence()).close();
        }
        out.close();
    }

    private void cards(Markup out, Evaluation candidate, @Nullable Evaluation other) {
        Aggregate main = pieces.aggregate(candidate, candidate.mainMetric());
        Distribution latency = candidate.latencyMillis();
        out.open("dl", "class", "cards");
        card(out, main.metric(), Numbers.score(main.mean().value()), Numbers.interval(main.mean()));
        card(out, "Passed", Numbers.percent(main.passed().value()), Numbers.percentInterval(main.passed()));
        if (other != null && other.metrics().contains(main.metric())) {
            double gain = main.mean().value()
                    - pieces.aggregate(other, main.metric()).mean().value();
            card(out, "Against " + other.modelId(), Numbers.signed(gain), "difference of the means");
        }
        String results = "of " + Numbers.count(candidate.results().size()) + " questions";
        card(out, "Errors", Numbers.count(candidate.errors()), results);
        card(
                out,
                "Latency, median",
                Numbers.millis(latency.median()),
                "p95 " + Numbers.millis(latency.percentile(95)) + ", p99 " + Numbers.millis(latency.percentile(99)));
        card(
                out,
                "Tokens",
                Numbers.count(candidate.usage().totalTokens()),
                Numbers.count(candidate.usage().inputTokens()) + " in, "
                        + Numbers.count(candidate.usage().outputTokens()) + " out");
        out.close();
    }

    private static void card(Markup out, String label, String value, String detail) {
        out.open("div")
                .leaf("dt", label)
                .leaf("dd", value, "class", "value")
                .leaf("dd", detail)
                .close();
    }
}
