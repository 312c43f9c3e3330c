package dev.finetuning.eval.report;

import java.util.List;

/** Which colour is whose. */
final class Legend {
    private Legend() {}

    static void write(Markup out, List<String> names) {
        out.open("ul", "class", "legend");
        for (int i = 0; i < names.size(); i++) {
            out.open("li").open("svg", "viewBox", "0 0 12 12", "aria-hidden", "true");
            out.empty("rect", "class", "bar c" + i, "width", "12", "height", "12", "rx", "3");
            out.close().text(names.get(i)).close();
        }
        out.close();
    }
}
