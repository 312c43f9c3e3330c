package dev.finetuning.eval.report.internal.profile;

import dev.finetuning.eval.report.internal.chart.BarChart;
import dev.finetuning.eval.report.internal.page.Markup;
import dev.finetuning.eval.report.internal.page.Numbers;
import dev.finetuning.eval.report.internal.page.PageSection;
import dev.finetuning.quality.profile.DatasetProfile;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** Which categories there are, and where the examples came from. */
public record ProfileOrigins(DatasetProfile profile) implements PageSection {
    private static final int SHOWN = 25;

    @Override
    public String id() {
        return "origins";
    }

    @Override
    public String title() {
        return "Categories and sources";
    }

    @Override
    public void write(Markup out) {
        out.open("div", "class", "pair").open("div");
        bars(out, "categories", profile.composition().categories());
        out.close().open("div");
        bars(out, "sources", profile.composition().sources());
        bars(out, "makers", profile.composition().kinds());
        bars(out, "forms", profile.composition().forms());
        out.close().close();
    }

    private static void bars(Markup out, String what, SortedMap<String, Long> counts) {
        List<BarChart.Bar> bars = counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()))
                .limit(SHOWN)
                .map(entry -> new BarChart.Bar(entry.getKey(), entry.getValue()))
                .toList();
        String title = bars.size() < counts.size()
                ? "The " + SHOWN + " largest of " + Numbers.count(counts.size()) + " " + what
                : "Examples by " + what;
        BarChart.lying(out, title, bars);
    }
}
