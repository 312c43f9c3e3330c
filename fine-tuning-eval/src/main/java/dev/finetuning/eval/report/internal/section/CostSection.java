package dev.finetuning.eval.report.internal.section;

import dev.finetuning.cost.PriceList;
import dev.finetuning.eval.Distribution;
import dev.finetuning.eval.Evaluation;
import dev.finetuning.eval.compare.NetBenefit;
import dev.finetuning.eval.report.internal.page.Markup;
import dev.finetuning.eval.report.internal.page.Numbers;
import dev.finetuning.eval.report.internal.page.PageSection;
import dev.finetuning.eval.report.internal.page.PageTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Tokens, money and time. */
record CostSection(List<Evaluation> evaluations, PriceList prices, Optional<NetBenefit> benefit)
        implements PageSection {
    /** Where there is an evaluation. */
    static Optional<PageSection> of(ReportFigures figures) {
        return figures.evaluations().isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new CostSection(figures.evaluations(), figures.content().prices(), figures.benefit()));
    }

    @Override
    public String id() {
        return "cost";
    }

    @Override
    public String title() {
        return "Cost and latency";
    }

    @Override
    public void write(Markup out) {
        benefit.ifPresent(each -> out.leaf("p", each.sentence()));
        boolean streamed =
                evaluations.stream().anyMatch(each -> each.firstTokenMillis().count() > 0);
        List<List<String>> rows = new ArrayList<>();
        for (Evaluation each : evaluations) {
            Distribution latency = each.latencyMillis();
            List<String> row = new ArrayList<>(List.of(
                    each.modelId(),
                    Numbers.count(each.usage().inputTokens()),
                    Numbers.count(each.usage().outputTokens()),
                    each.cost(prices).map(Object::toString).orElse("unknown"),
                    thousand(each),
                    Numbers.millis(latency.median()),
                    Numbers.millis(latency.percentile(95)),
                    Numbers.millis(latency.percentile(99)),
                    Numbers.count(latency.count())));
            if (streamed) {
                Distribution first = each.firstTokenMillis();
                row.add(Numbers.millis(first.median()));
                row.add(Numbers.millis(first.percentile(95)));
            }
            rows.add(row);
        }
        List<String> head = new ArrayList<>(
                List.of("Model", "Tokens in", "Tokens out", "Cost", "Per 1,000", "p50", "p95", "p99", "Timed answers"));
        if (streamed) {
            head.addAll(List.of("First token p50", "First token p95"));
        }
        PageTable.write(out, "Cost and latency by model", head, rows);
    }

    /** What a thousand answered requests cost. */
    private String thousand(Evaluation evaluation) {
        long answered = evaluation.results().size() - evaluation.errors();
        return answered == 0
                ? "unknown"
                : evaluation
                        .cost(prices)
                        .map(cost -> String.format(
                                Locale.ROOT,
                                "%.4f %s",
                                cost.amount().doubleValue() * 1_000 / answered,
                                cost.currency().getCurrencyCode()))
                        .orElse("unknown");
    }
}
