package dev.finetuning.eval.report.internal.section;

import dev.finetuning.eval.Evaluation;
import dev.finetuning.eval.report.internal.page.Markup;
import dev.finetuning.eval.report.internal.page.Numbers;
import dev.finetuning.eval.report.internal.page.PageSection;
import dev.finetuning.eval.report.internal.page.PageTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How everything was computed. */
record MethodSection(List<Evaluation> evaluations, Map<String, String> facts) implements PageSection {
    private static final List<String> METHODS = List.of(
            "Scores lie between 0 and 1. A question without an answer is an error and counts in no score; an answer that"
                    + " could not be judged is counted apart as well.",
            "Where a case was asked more than once, it counts as one case with the mean of its scores.",
            "Intervals are at 95 % and count cases of one group as one observation. Shares, and means of pass and fail,"
                    + " have mid-P intervals; means of other scores have Student's, corrected for skewness. They hold"
                    + " from about ten cases on; if most scores are equal, they are wider than necessary.",
            "Two models are compared in pairs, on the cases both answered and that could be scored: the difference of"
                    + " pass and fail has an adjusted Wald interval (Bonett and Price), that of other scores Student's; p"
                    + " comes from the exact McNemar test where scores are pass or fail, else from a permutation test, and"
                    + " is corrected for the number of metrics (Holm). Figures of single slices are not corrected."
                    + " Equivalent means that the whole interval lies within the margin.",
            "Percentiles interpolate linearly between order statistics (type 7 of Hyndman and Fan).",
            "Latency is measured from sending to the last byte, over answers this evaluation asked for itself; answers"
                    + " taken over from an earlier one are left out.",
            "Differences between expected and actual answer are marked word by word.");

    /** Every report has it. */
    static Optional<PageSection> of(ReportFigures figures) {
        return Optional.of(
                new MethodSection(figures.evaluations(), figures.content().facts()));
    }

    @Override
    public String id() {
        return "method";
    }

    @Override
    public String title() {
        return "How it was computed";
    }

    @Override
    public void write(Markup out) {
        List<List<String>> rows = new ArrayList<>();
        for (Evaluation each : evaluations) {
            rows.add(List.of(
                    "Evaluation " + each.id(),
                    each.modelId() + (each.host().isEmpty() ? "" : " at " + each.host()) + ", "
                            + Numbers.count(each.cases()) + " cases, "
                            + Numbers.count(each.results().size())
                            + " questions, scored by " + String.join(", ", each.metrics())));
        }
        facts.forEach((name, value) -> rows.add(List.of(name, value)));
        if (!rows.isEmpty()) {
            PageTable.writeTexts(out, "What was measured", List.of("What", "Value"), rows);
        }
        out.open("ul");
        METHODS.forEach(method -> out.leaf("li", method));
        out.close();
    }
}
