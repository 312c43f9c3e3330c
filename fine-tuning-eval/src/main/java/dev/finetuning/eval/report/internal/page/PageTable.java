package dev.finetuning.eval.report.internal.page;

import java.util.List;

/**
 * Plain tables; numbers stand right. Every cell knows its column's title, which stands beside it where a
 * screen is too narrow for columns.
 */
public final class PageTable {
    private PageTable() {}

    /** A table with a caption for those who do not see it; columns after the first are numbers. */
    public static void write(Markup out, String caption, List<String> head, List<List<String>> rows) {
        open(out, caption, head);
        for (List<String> row : rows) {
            out.open("tr").leaf("th", row.get(0), "scope", "row");
            for (int i = 1; i < row.size(); i++) {
                out.leaf("td", row.get(i), "class", "n", "data-column", head.get(i));
            }
            out.close();
        }
        close(out);
    }

    /** A table of texts. */
    public static void writeTexts(Markup out, String caption, List<String> head, List<List<String>> rows) {
        open(out, caption, head);
        for (List<String> row : rows) {
            out.open("tr").leaf("th", row.get(0), "scope", "row");
            for (int i = 1; i < row.size(); i++) {
                out.leaf("td", row.get(i), "data-column", head.get(i));
            }
            out.close();
        }
        close(out);
    }

    private static void open(Markup out, String caption, List<String> head) {
        out.open("div", "class", "scroll", "tabindex", "0", "role", "region", "aria-label", caption)
                .open("table")
                .leaf("caption", caption)
                .open("thead")
                .open("tr");
        head.forEach(cell -> out.leaf("th", cell, "scope", "col"));
        out.close().close().open("tbody");
    }

    private static void close(Markup out) {
        out.close().close().close();
    }
}
