package dev.finetuning.eval.report.internal.section;

import dev.finetuning.eval.compare.Comparison;
import dev.finetuning.eval.compare.Outcome;
import dev.finetuning.eval.report.internal.page.Markup;
import dev.finetuning.eval.report.internal.page.Numbers;
import dev.finetuning.eval.report.internal.page.PageSection;
import dev.finetuning.eval.report.internal.page.PageTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The candidate held against what it would replace, case by case. */
record ComparisonSection(List<Comparison> comparisons, Slicing slicing, boolean saidAlready) implements PageSection {
    private static final int SLICES = 10;

    /** Where the candidate can be compared. */
    static Optional<PageSection> of(ReportFigures figures) {
        Optional<Slicing> slicing = figures.slicing();
        if (figures.comparisons().isEmpty() || slicing.isEmpty()) {
            return Optional.empty();
        }
        boolean said = figures.content().banner().isEmpty()
                && figures.content().decision().isEmpty();
        return Optional.of(new ComparisonSection(figures.comparisons(), slicing.get(), said));
    }

    @Override
    public String id() {
        return "comparison";
    }

    @Override
    public String title() {
        return "Comparison";
    }

    @Override
    public void write(Markup out) {
        Comparison main = comparisons.get(0);
        if (!saidAlready) {
            out.leaf("p", main.sentence());
        }
        List<List<String>> rows = new ArrayList<>();
        for (Comparison each : comparisons) {
            rows.add(List.of(
                    each.metric(),
                    each.verdict().name().toLowerCase(Locale.ROOT),
                    Numbers.signed(each.difference().value()),
                    Numbers.signed(each.difference().low()) + " to "
                            + Numbers.signed(each.difference().high()),
                    pValue(each.pValue()),
                    each.test(),
                    Numbers.score(each.effectSize()),
                    Numbers.count(each.cases().size())));
        }
        List<String> head = List.of("Metric", "Verdict", "Difference", "95 %", "p", "Test", "Effect size", "Pairs");
        PageTable.write(out, main.candidateModel() + " less " + main.baselineModel() + ", case by case", head, rows);
        out.open("div", "class", "pair").open("div");
        outcomes(out, main);
        out.close().open("div");
        slices(out, main);
        out.close().close();
    }

    private static void outcomes(Markup out, Comparison main) {
        List<List<String>> rows = new ArrayList<>();
        for (Outcome outcome : Outcome.values()) {
            String name = outcome.name().charAt(0)
                    + outcome.name().substring(1).toLowerCase(Locale.ROOT).replace('_', ' ');
            rows.add(List.of(name, Numbers.count(main.cases(outcome).size())));
        }
        PageTable.write(out, "Cases by outcome, " + main.metric(), List.of("", "Cases"), rows);
    }

    private void slices(Markup out, Comparison main) {
        Map<String, Comparison> parts = main.by(slicing.of());
        if (parts.size() < 2) {
            return;
        }
        List<List<String>> rows = parts.entrySet().stream()
                .sorted((a, b) -> Double.compare(
                        a.getValue().difference().value(),
                        b.getValue().difference().value()))
                .limit(SLICES)
                .map(entry -> List.of(
                        entry.getKey(),
                        Numbers.signed(entry.getValue().difference().value()),
                        Numbers.count(entry.getValue().cases(Outcome.REGRESSED).size()),
                        Numbers.count(entry.getValue().cases(Outcome.FIXED).size()),
                        Numbers.count(entry.getValue().cases().size())))
                .toList();
        String caption =
                parts.size() > SLICES ? "The " + SLICES + " slices with the greatest loss" : "By " + slicing.name();
        PageTable.write(out, caption, List.of(slicing.name(), "Difference", "Regressed", "Fixed", "Pairs"), rows);
    }

    private static String pValue(double p) {
        return p < 0.0001 ? "< 0.0001" : String.format(Locale.ROOT, "%.4f", p);
    }
}
