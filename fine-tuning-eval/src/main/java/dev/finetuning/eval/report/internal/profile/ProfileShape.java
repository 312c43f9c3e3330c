package dev.finetuning.eval.report.internal.profile;

import dev.finetuning.eval.report.internal.chart.BarChart;
import dev.finetuning.eval.report.internal.page.Markup;
import dev.finetuning.eval.report.internal.page.Numbers;
import dev.finetuning.eval.report.internal.page.PageSection;
import dev.finetuning.eval.report.internal.page.PageTable;
import dev.finetuning.example.Role;
import dev.finetuning.quality.profile.DatasetProfile;
import dev.finetuning.quality.profile.Histogram;
import java.util.ArrayList;
import java.util.List;

/** How long examples are, and who says how much in them. */
public record ProfileShape(DatasetProfile profile) implements PageSection {
    @Override
    public String id() {
        return "shape";
    }

    @Override
    public String title() {
        return "Length and roles";
    }

    @Override
    public void write(Markup out) {
        out.open("div", "class", "pair").open("div");
        histogram(out, "Tokens per example", profile.tokens());
        out.close().open("div");
        histogram(out, "Messages per example", profile.turns());
        out.close().close();
        roles(out);
    }

    private static void histogram(Markup out, String title, Histogram histogram) {
        List<BarChart.Bar> bars = new ArrayList<>();
        for (Histogram.Bar bar : histogram.bars()) {
            boolean last = bars.size() == histogram.bars().size() - 1 && bar.to() > histogram.p95();
            bars.add(new BarChart.Bar(label(bar, last), bar.count()));
        }
        BarChart.upright(out, title, bars);
        out.leaf(
                "p",
                "Least " + Numbers.count(histogram.min()) + ", median " + Numbers.count(histogram.median()) + ", p95 "
                        + Numbers.count(histogram.p95()) + ", most " + Numbers.count(histogram.max()) + ".");
    }

    private static String label(Histogram.Bar bar, boolean last) {
        if (bar.from() == bar.to()) {
            return Numbers.count(bar.from());
        }
        return last ? "≥" + Numbers.count(bar.from()) : Numbers.count(bar.from());
    }

    private void roles(Markup out) {
        List<List<String>> rows = new ArrayList<>();
        for (Role role : Role.values()) {
            long messages = profile.composition().messages().getOrDefault(role, 0L);
            if (messages > 0) {
                long tokens = profile.tokenStatistics().byRole().getOrDefault(role, 0L);
                rows.add(List.of(role.wireName(), Numbers.count(messages), Numbers.count(tokens)));
            }
        }
        if (!rows.isEmpty()) {
            PageTable.write(out, "Messages by role", List.of("Role", "Messages", "Tokens"), rows);
        }
    }
}
