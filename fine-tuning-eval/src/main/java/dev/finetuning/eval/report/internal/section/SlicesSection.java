package dev.finetuning.eval.report.internal.section;

import dev.finetuning.eval.Aggregate;
import dev.finetuning.eval.Estimate;
import dev.finetuning.eval.Evaluation;
import dev.finetuning.eval.report.internal.page.Markup;
import dev.finetuning.eval.report.internal.page.Numbers;
import dev.finetuning.eval.report.internal.page.PageSection;
import dev.finetuning.eval.report.internal.page.PageTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** The main metric again for each slice, the candidate's weakest first. */
record SlicesSection(List<Evaluation> evaluations, Slicing slicing) implements PageSection {
    private static final int SHOWN = 25;

    /** Where there is more than one slice. */
    static Optional<PageSection> of(ReportFigures figures) {
        return figures.slicing()
                .filter(slicing -> slicing.dividesAnything(figures.evaluations().get(0)))
                .map(slicing -> new SlicesSection(figures.evaluations(), slicing));
    }

    @Override
    public String id() {
        return "slices";
    }

    @Override
    public String title() {
        return "Slices";
    }

    @Override
    public void write(Markup out) {
        String metric = evaluations.get(0).mainMetric();
        List<Map<String, Double>> means =
                evaluations.stream().map(each -> means(each, metric)).toList();
        Map<String, Evaluation> mine = evaluations.get(0).by(slicing.of());
        List<String> weakest = mine.keySet().stream()
                .sorted(Comparator.comparingDouble(slice -> sortKey(means.get(0).get(slice))))
                .limit(SHOWN)
                .toList();
        if (mine.size() > weakest.size()) {
            out.leaf("p", "The " + SHOWN + " weakest of " + mine.size() + " slices.");
        }
        List<String> head = new ArrayList<>(List.of(slicing.name(), "Cases"));
        evaluations.forEach(evaluation -> head.add(evaluation.modelId()));
        head.add(3, "95 %");
        head.add("Not scored");
        List<List<String>> rows = new ArrayList<>();
        for (String slice : weakest) {
            Evaluation part = Objects.requireNonNull(mine.get(slice));
            List<String> row = new ArrayList<>(List.of(slice, Numbers.count(part.cases())));
            means.forEach(each -> row.add(Numbers.score(each.getOrDefault(slice, Double.NaN))));
            Aggregate aggregate = part.aggregate(metric);
            Estimate mean = aggregate.mean();
            row.add(3, Numbers.score(mean.low()) + " – " + Numbers.score(mean.high()));
            row.add(Numbers.count(aggregate.absent()));
            rows.add(row);
        }
        PageTable.write(out, "Mean " + metric + " by " + slicing.name(), head, rows);
    }

    private static double sortKey(@org.jspecify.annotations.Nullable Double mean) {
        return mean == null || mean.isNaN() ? 2 : mean;
    }

    private Map<String, Double> means(Evaluation evaluation, String metric) {
        return evaluation.results().stream()
                .filter(result ->
                        result.score(metric).filter(score -> !score.isAbsent()).isPresent())
                .collect(Collectors.groupingBy(
                        result -> slicing.of().apply(result.testCase()),
                        Collectors.averagingDouble(result -> result.score(metric)
                                .map(score -> score.value().orElse(0))
                                .orElse(0.0))));
    }
}
