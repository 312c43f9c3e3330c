package dev.finetuning.eval.report.internal.section;

import dev.finetuning.chat.Usage;
import dev.finetuning.eval.Aggregate;
import dev.finetuning.eval.Distribution;
import dev.finetuning.eval.Estimate;
import dev.finetuning.eval.Evaluation;
import dev.finetuning.eval.compare.Comparison;
import dev.finetuning.eval.report.Banner;
import dev.finetuning.eval.report.internal.page.Markup;
import dev.finetuning.eval.report.internal.page.Numbers;
import dev.finetuning.eval.report.internal.page.PageSection;
import dev.finetuning.registry.promotion.GateVerdict;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The banner with the verdict, the gates behind it, and the key numbers as cards. */
record VerdictSection(ReportFigures figures) implements PageSection {
    /** Every report has it. */
    static Optional<PageSection> of(ReportFigures figures) {
        return Optional.of(new VerdictSection(figures));
    }

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
        Banner banner = new Headline(figures).banner();
        String tone = banner.tone().name().toLowerCase(Locale.ROOT);
        out.open("div", "class", "banner " + tone, "role", "status");
        out.leaf("span", banner.tone().sign(), "class", "sign", "aria-hidden", "true");
        out.open("div").leaf("p", banner.headline(), "class", "headline").leaf("p", banner.explanation());
        out.close().close();
        figures.content().decision().ifPresent(decision -> gates(out, decision.verdicts()));
        figures.content().candidate().ifPresent(candidate -> cards(out, candidate));
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

    private void cards(Markup out, Evaluation candidate) {
        Aggregate main = figures.aggregate(candidate, candidate.mainMetric());
        Distribution latency = candidate.latencyMillis();
        out.open("dl", "class", "cards");
        card(out, main.metric(), Numbers.score(main.mean().value()), Numbers.interval(main.mean()));
        card(out, "Passed", Numbers.percent(main.passed().value()), Numbers.percentInterval(main.passed()));
        figures.content().others().stream()
                .limit(1)
                .filter(other -> other.metrics().contains(main.metric()))
                .forEach(other -> against(out, main, other));
        String results = "of " + Numbers.count(candidate.results().size()) + " questions";
        card(out, "Errors", Numbers.count(candidate.errors()), results);
        card(out, "Not scored", Numbers.count(main.absent()), "answers that " + main.metric() + " could not score");
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
        Optional<Comparison> paired = figures.comparison(main.metric());
        if (paired.isPresent()) {
            Estimate difference = paired.get().difference();
            String interval =
                    "95 % interval " + Numbers.signed(difference.low()) + " to " + Numbers.signed(difference.high());
            card(out, label, Numbers.signed(difference.value()), interval);
        } else {
            double before = figures.aggregate(other, main.metric()).mean().value();
            card(out, label, Numbers.signed(main.mean().value() - before), "difference of the means, not paired");
        }
    }

    private void tokens(Markup out, Evaluation candidate) {
        Usage usage = candidate.usage();
        if (usage.totalTokens() == 0) {
            return;
        }
        String detail = Numbers.count(usage.inputTokens()) + " in, " + Numbers.count(usage.outputTokens()) + " out";
        String cost = candidate
                .cost(figures.content().prices())
                .map(money -> ", " + money)
                .orElse("");
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
