package dev.finetuning.eval.report.internal.search;

import dev.finetuning.eval.report.internal.page.Markup;
import dev.finetuning.eval.report.internal.page.Numbers;
import dev.finetuning.eval.report.internal.page.PageSection;
import dev.finetuning.eval.report.internal.page.PageTable;
import dev.finetuning.registry.version.Direction;
import dev.finetuning.search.FreshMeasurement;
import java.util.List;

/** The winner in the search and on data that the search never saw. */
public record FreshSection(FreshMeasurement fresh) implements PageSection {
    @Override
    public String id() {
        return "fresh";
    }

    @Override
    public String title() {
        return "On fresh data";
    }

    @Override
    public void write(Markup out) {
        out.leaf(
                "p",
                "The winner's score in the search is the best of many, so luck has helped it: the winner's curse. "
                        + "The score on fresh data is the one to expect.");
        PageTable.write(
                out,
                "The winner, version " + fresh.version(),
                List.of("Metric", "In the search", "On fresh data", "95 % interval", "Cases", "Too good by"),
                fresh.metrics().stream().map(FreshSection::row).toList());
    }

    private static List<String> row(FreshMeasurement.Metric metric) {
        return List.of(
                metric.name() + (metric.direction() == Direction.LOWER_IS_BETTER ? ", lower is better" : ""),
                TrialWords.value(metric.inSearch()),
                TrialWords.number(metric.fresh()),
                metric.interval()
                        .map(ends -> TrialWords.number(ends.low()) + " to " + TrialWords.number(ends.high()))
                        .orElse("–"),
                Numbers.count(metric.cases()),
                metric.optimism().isPresent() ? Numbers.signed(metric.optimism().getAsDouble()) : "–");
    }
}
