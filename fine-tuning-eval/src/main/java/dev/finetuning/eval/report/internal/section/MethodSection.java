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
            "Scores are from 0 to 1. Questions without an answer are errors and do not count in any score; answers that"
                    + " could not be scored are counted separately as well.",
            "A case that was asked more than once counts as one case with the mean of its scores.",
            "Intervals are at 95 % and count cases of one group as one observation. Shares, and means of pass/fail"
                    + " scores, have mid-P intervals; means of other scores have Student's t intervals, corrected for"
                    + " skewness. They are valid from about ten cases on; if most scores are equal, they are wider than"
                    + " necessary.",
            "Two models are compared in pairs, on the cases that have a score from both. A difference of pass/fail"
                    + " scores has an adjusted Wald interval (Bonett and Price), one of other scores a Student's t"
                    + " interval. p comes from the exact McNemar test for pass/fail scores, otherwise from a permutation"
                    + " test, and is corrected for the number of metrics (Holm). Figures of single slices are not"
                    + " corrected. Equivalent means that the whole interval is within the margin.",
            "Percentiles interpolate linearly between order statistics (type 7 of Hyndman and Fan).",
            "Latency is measured from sending to the last byte, for answers that this evaluation asked for itself;"
                    + " answers from an earlier one are left out. The time to the first token ends with the first part of"
                    + " a streamed answer.",
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
                    each.modelId() + (each.provider().isEmpty() ? "" : " at " + each.provider()) + ", "
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
