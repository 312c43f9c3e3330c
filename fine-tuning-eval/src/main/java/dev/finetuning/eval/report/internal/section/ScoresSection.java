package dev.finetuning.eval.report.internal.section;

import dev.finetuning.eval.Aggregate;
import dev.finetuning.eval.Evaluation;
import dev.finetuning.eval.report.internal.chart.HistogramChart;
import dev.finetuning.eval.report.internal.page.Markup;
import dev.finetuning.eval.report.internal.page.Numbers;
import dev.finetuning.eval.report.internal.page.PageSection;
import dev.finetuning.eval.report.internal.page.PageTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Every metric of every model, and how the scores lie. */
record ScoresSection(ReportFigures figures) implements PageSection {
    /** Where there is an evaluation. */
    static Optional<PageSection> of(ReportFigures figures) {
        return figures.evaluations().isEmpty() ? Optional.empty() : Optional.of(new ScoresSection(figures));
    }

    @Override
    public String id() {
        return "scores";
    }

    @Override
    public String title() {
        return "Scores";
    }

    @Override
    public void write(Markup out) {
        List<Evaluation> evaluations = figures.evaluations();
        for (String metric : evaluations.get(0).metrics()) {
            List<Evaluation> having = evaluations.stream()
                    .filter(evaluation -> evaluation.metrics().contains(metric))
                    .toList();
            List<Aggregate> aggregates = having.stream()
                    .map(evaluation -> figures.aggregate(evaluation, metric))
                    .toList();
            List<String> names = having.stream().map(Evaluation::modelId).toList();
            out.leaf("h3", metric);
            table(out, metric, names, aggregates);
            having.forEach(evaluation -> flakiness(out, evaluation, metric));
            HistogramChart.write(
                    out,
                    "Cases by " + metric,
                    names,
                    aggregates.stream().map(Aggregate::scores).toList());
        }
    }

    private static void flakiness(Markup out, Evaluation evaluation, String metric) {
        evaluation
                .flakiness(metric)
                .ifPresent(share -> out.leaf(
                        "p",
                        evaluation.modelId() + ": repeats disagree on passing " + metric + " in "
                                + Numbers.percent(share.value()) + " of " + Numbers.count(share.n()) + " cases ("
                                + Numbers.percentInterval(share) + ")."));
    }

    private static void table(Markup out, String metric, List<String> names, List<Aggregate> aggregates) {
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            Aggregate a = aggregates.get(i);
            rows.add(List.of(
                    names.get(i),
                    Numbers.score(a.mean().value()),
                    Numbers.score(a.mean().low()) + " – "
                            + Numbers.score(a.mean().high()),
                    Numbers.percent(a.passed().value()),
                    Numbers.percent(a.passed().low()) + " – "
                            + Numbers.percent(a.passed().high()),
                    Numbers.score(a.scores().percentile(5)),
                    Numbers.score(a.scores().median()),
                    Numbers.count(a.scored()),
                    Numbers.count(a.absent()),
                    Numbers.count(a.errors())));
        }
        List<String> head =
                List.of("Model", "Mean", "95 %", "Passed", "95 %", "p5", "Median", "Scored", "Not scored", "Errors");
        PageTable.write(out, metric + " by model", head, rows);
    }
}
