package dev.finetuning.eval.report.internal.chart;

import dev.finetuning.eval.report.internal.page.Markup;
import java.util.List;

/** Which colour is whose. */
public final class Legend {
    private Legend() {}

    public static void write(Markup out, List<String> names) {
        out.open("ul", "class", "legend");
        for (int i = 0; i < names.size(); i++) {
            out.open("li").open("svg", "viewBox", "0 0 12 12", "aria-hidden", "true");
            out.empty("rect", "class", "bar c" + i, "width", "12", "height", "12", "rx", "3");
            out.close().text(names.get(i)).close();
        }
        out.close();
    }
}
