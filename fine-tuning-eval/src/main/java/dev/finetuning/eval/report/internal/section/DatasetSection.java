package dev.finetuning.eval.report.internal.section;

import dev.finetuning.dataset.DatasetStatistics;
import dev.finetuning.eval.report.internal.page.Markup;
import dev.finetuning.eval.report.internal.page.Numbers;
import dev.finetuning.eval.report.internal.page.PageSection;
import dev.finetuning.eval.report.internal.page.PageTable;
import dev.finetuning.example.ExampleInfo;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The training data in numbers. */
record DatasetSection(DatasetStatistics statistics) implements PageSection {
    private static final int SHOWN = 20;

    /** Where the report was told about the data. */
    static Optional<PageSection> of(ReportFigures figures) {
        return figures.content().dataset().map(DatasetSection::new);
    }

    @Override
    public String id() {
        return "dataset";
    }

    @Override
    public String title() {
        return "Dataset";
    }

    @Override
    public void write(Markup out) {
        out.open("div", "class", "pair").open("div");
        PageTable.write(out, "Examples and tokens", List.of("", "Count"), counts());
        out.close();
        if (!statistics.categories().keySet().equals(Set.of(ExampleInfo.UNCATEGORIZED))) {
            out.open("div");
            categories(out);
            out.close();
        }
        out.close();
    }

    private List<List<String>> counts() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("Examples", Numbers.count(statistics.total())));
        rows.add(List.of("Validated", Numbers.count(statistics.validated())));
        DatasetStatistics.Distribution tokens = statistics.tokens();
        if (tokens.sum() > 0) {
            rows.add(List.of("Tokens in total", Numbers.count(tokens.sum())));
            rows.add(List.of("Tokens per example, minimum", Numbers.count(tokens.min())));
            rows.add(List.of("Tokens per example, median", Numbers.count(tokens.median())));
            rows.add(List.of("Tokens per example, p95", Numbers.count(tokens.p95())));
            rows.add(List.of("Tokens per example, maximum", Numbers.count(tokens.max())));
        }
        return rows;
    }

    private void categories(Markup out) {
        List<List<String>> rows = statistics.categories().entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder()))
                .limit(SHOWN)
                .map(entry -> List.of(
                        entry.getKey(),
                        Numbers.count(entry.getValue()),
                        Numbers.percent((double) entry.getValue() / Math.max(1, statistics.total()))))
                .toList();
        String all = Numbers.count(statistics.categories().size());
        String caption = rows.size() < statistics.categories().size()
                ? "The " + SHOWN + " largest of " + all + " categories"
                : "Categories";
        PageTable.write(out, caption, List.of("Category", "Examples", "Share"), rows);
    }
}
