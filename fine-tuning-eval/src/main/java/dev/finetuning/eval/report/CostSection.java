package dev.finetuning.eval.report;

import dev.finetuning.cost.PriceList;
import dev.finetuning.eval.Distribution;
import dev.finetuning.eval.Evaluation;
import dev.finetuning.eval.compare.NetBenefit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tokens, money and time. */
record CostSection(
        List<Evaluation> evaluations,
        PriceList prices,
        @Nullable NetBenefit benefit) implements Section {
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
        if (benefit != null) {
            out.leaf("p", benefit.sentence());
        }
        List<List<String>> rows = new ArrayList<>();
        for (Evaluation each : evaluations) {
            Distribution latency = each.latencyMillis();
            rows.add(List.of(
                    each.modelId(),
                    Numbers.count(each.usage().inputTokens()),
                    Numbers.count(each.usage().outputTokens()),
                    each.cost(prices).map(Object::toString).orElse("unknown"),
                    Numbers.millis(latency.median()),
                    Numbers.millis(latency.percentile(95)),
                    Numbers.millis(latency.percentile(99)),
                    Numbers.count(latency.count())));
        }
        List<String> head = List.of("Model", "Tokens in", "Tokens out", "Cost", "p50", "p95", "p99", "Timed answers");
        Table.write(out, "Cost and latency by model", head, rows);
    }
}
