package dev.finetuning.eval.report;

import dev.finetuning.chat.Usage;
import dev.finetuning.eval.Aggregate;
import dev.finetuning.eval.Distribution;
import dev.finetuning.eval.Estimate;
import dev.finetuning.eval.Evaluation;
import dev.finetuning.eval.compare.Comparison;
import dev.finetuning.registry.promotion.GateVerdict;
import dev.finetuning.registry.promotion.PromotionDecision;
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
        Banner banner = new Headline(pieces, comparisons).banner();
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
            against(out, main, other);
        }
        String results = "of " + Numbers.count(candidate.results().size()) + " questions";
        card(out, "Errors", Numbers.count(candidate.errors()), results);
        card(
                out,
                "Latency, median",
                Numbers.millis(latency.median()),
                "p95 " + Numbers.millis(latency.percentile(95)) + ", p99 " + Numbers.millis(latency.percentile(99)));
        tokens(out, candidate);
        out.close();
    }

    private void against(Markup out, Aggregate main, Evaluation other) {
        String label = "Against " + other.modelId();
        Comparison paired = comparisons.stream()
                .filter(each -> each.metric().equals(main.metric()))
                .findFirst()
                .orElse(null);
        if (paired != null) {
            Estimate difference = paired.difference();
            String interval =
                    "95 % interval " + Numbers.signed(difference.low()) + " to " + Numbers.signed(difference.high());
            card(out, label, Numbers.signed(difference.value()), interval);
        } else {
            double before = pieces.aggregate(other, main.metric()).mean().value();
            card(out, label, Numbers.signed(main.mean().value() - before), "difference of the means, not paired");
        }
    }

    private void tokens(Markup out, Evaluation candidate) {
        Usage usage = candidate.usage();
        if (usage.totalTokens() == 0) {
            return;
        }
        String detail = Numbers.count(usage.inputTokens()) + " in, " + Numbers.count(usage.outputTokens()) + " out";
        String cost = candidate.cost(pieces.prices).map(money -> ", " + money).orElse("");
        card(out, "Tokens", Numbers.count(usage.totalTokens()), detail + cost);
    }

    private static void card(Markup out, String label, String value, String detail) {
        out.open("div")
                .leaf("dt", label)
                .leaf("dd", value, "class", "value")
                .leaf("dd", detail)
                .close();
    }
}
