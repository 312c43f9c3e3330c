package dev.finetuning.eval.report.internal.section;

import dev.finetuning.eval.CaseResult;
import dev.finetuning.eval.Evaluation;
import dev.finetuning.eval.report.internal.page.Markup;
import dev.finetuning.eval.report.internal.page.Numbers;
import dev.finetuning.eval.report.internal.page.PageSection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Every case, to be filtered and paged through. The cases lie in the page as inert JSON; the script turns
 * the few that are on display into text nodes of a fixed template, so nothing in them can become markup.
 */
record CasesSection(List<Evaluation> evaluations, Slicing slicing) implements PageSection {
    private static final String NOT_SCORED = "Not scored";
    private static final List<String> LISTS_OF_TWO =
            List.of("Regressed", "Fixed", "Still failing", "Still passing", NOT_SCORED, "Errors");
    private static final List<String> LISTS_OF_ONE = List.of("Failed", "Passed", NOT_SCORED, "Errors");

    /** Where there is an evaluation. */
    static Optional<PageSection> of(ReportFigures figures) {
        return figures.slicing().map(slicing -> new CasesSection(figures.evaluations(), slicing));
    }

    @Override
    public String id() {
        return "cases";
    }

    @Override
    public String title() {
        return "Cases";
    }

    @Override
    public void write(Markup out) {
        filters(out);
        out.leaf("p", "", "id", "cases-count", "role", "status");
        out.open("div", "id", "cases-list").close();
        pager(out);
        template(out);
        out.open("noscript")
                .leaf("p", "The list of cases needs the page's own script; everything else works without it.")
                .close();
        out.open("script", "type", "application/json", "id", "cases-data")
                .trusted(CaseData.json(evaluations, slicing))
                .close();
    }

    private void filters(Markup out) {
        out.open("form", "id", "cases-filter", "class", "filters");
        List<String> lists = evaluations.size() > 1 ? LISTS_OF_TWO : LISTS_OF_ONE;
        select(out, "list", "List", lists, counts(lists));
        TreeSet<String> slices = new TreeSet<>();
        evaluations.get(0).results().forEach(result -> slices.add(slicing.of().apply(result.testCase())));
        select(out, "slice", slicing.name(), List.copyOf(slices), Map.of());
        number(out, "low", "Score from", "0");
        number(out, "high", "to", "1");
        out.open("label")
                .text("Text")
                .empty("input", "type", "search", "name", "text")
                .close();
        out.open("label").text("Order").open("select", "name", "order");
        out.leaf("option", "failures first", "value", "attention").leaf("option", "as tested", "value", "tested");
        out.leaf("option", "lowest score first", "value", "worst");
        out.leaf("option", "slowest first", "value", "slowest").close().close();
        out.close();
    }

    private static void select(
            Markup out, String name, String title, List<String> values, Map<String, Integer> counts) {
        out.open("label").text(title).open("select", "name", name).leaf("option", "all", "value", "");
        for (String value : values) {
            String count = counts.containsKey(value) ? " (" + Numbers.count(counts.get(value)) + ")" : "";
            out.leaf("option", value + count, "value", value);
        }
        out.close().close();
    }

    private static void number(Markup out, String name, String title, String value) {
        out.open("label").text(title);
        out.empty("input", "type", "number", "name", name, "min", "0", "max", "1", "step", "0.05", "value", value);
        out.close();
    }

    private static void pager(Markup out) {
        out.open("div", "class", "pager");
        out.leaf("button", "← Previous", "type", "button", "id", "cases-previous");
        out.leaf("span", "", "id", "cases-page");
        out.leaf("button", "Next →", "type", "button", "id", "cases-next").close();
    }

    private void template(Markup out) {
        out.open("template", "id", "case-template")
                .open("article", "class", "case")
                .open("header");
        out.leaf("h3", "", "class", "case-id")
                .leaf("span", "", "class", "chip list")
                .leaf("span", "", "class", "chip slice");
        out.close();
        field(out, "Input", "input");
        out.open("div", "class", "answers");
        field(out, "Expected", "expected");
        for (int i = 0; i < evaluations.size(); i++) {
            out.open("div", "class", "answer");
            field(out, evaluations.get(i).modelId(), "actual");
            out.leaf("p", "", "class", "figures").close();
        }
        out.close().close().close();
    }

    private static void field(Markup out, String title, String kind) {
        out.open("div", "class", "field").leaf("h4", title);
        out.leaf("div", "", "class", "text " + kind, "dir", "auto").close();
    }

    private Map<String, Integer> counts(List<String> lists) {
        Map<String, Integer> counts = new HashMap<>();
        lists.forEach(list -> counts.put(list, 0));
        Map<String, CaseResult> others = evaluations.size() > 1 ? CaseData.byCase(evaluations.get(1)) : Map.of();
        for (CaseResult result : evaluations.get(0).results()) {
            String list = list(result, others.get(CaseData.key(result)), evaluations);
            counts.merge(list, 1, Integer::sum);
        }
        return counts;
    }

    /** The list a case belongs to, by whether it passes the main metric now and passed it before. */
    static String list(
            CaseResult mine, @org.jspecify.annotations.Nullable CaseResult other, List<Evaluation> evaluations) {
        String metric = evaluations.get(0).mainMetric();
        boolean passes = mine.passed(metric);
        if (mine.failed() || (evaluations.size() > 1 && (other == null || other.failed()))) {
            return "Errors";
        }
        if (isAbsent(mine, metric) || (other != null && isAbsent(other, metric))) {
            return NOT_SCORED;
        }
        if (other == null) {
            return passes ? "Passed" : "Failed";
        }
        boolean passed = other.passed(metric);
        if (passes == passed) {
            return passes ? "Still passing" : "Still failing";
        }
        return passes ? "Fixed" : "Regressed";
    }

    private static boolean isAbsent(CaseResult result, String metric) {
        return result.score(metric).filter(score -> !score.isAbsent()).isEmpty();
    }
}
