package dev.finetuning.openweights;

import dev.finetuning.openweights.PreviewedRow.Part;
import dev.finetuning.openweights.PreviewedRow.Use;
import java.util.List;

/** What a job would train on, row by row, as data and as a page. Immutable. */
public final class TrainingPreview {
    private static final String STYLE =
            "body{font:15px/1.5 system-ui,sans-serif;margin:2em auto;max-width:60em;padding:0 1em;"
                    + "color:#222;background:#fff}pre{white-space:pre-wrap;overflow-wrap:anywhere;border:1px solid #ccc;"
                    + "border-radius:6px;padding:.8em;color:#666}mark,s{color:#111;text-decoration:none;border-radius:3px}"
                    + "mark{background:#bfe8c5}s{background:#f6c9c4}h2{font-size:1em;margin-bottom:0}"
                    + "@media(prefers-color-scheme:dark){body{color:#ddd;background:#181818}pre{color:#999;border-color:#444}}";

    private final String title;
    private final List<PreviewedRow> rows;

    TrainingPreview(String title, List<PreviewedRow> rows) {
        this.title = title;
        this.rows = List.copyOf(rows);
    }

    /** The rows, in the order of the file. */
    public List<PreviewedRow> rows() {
        return rows;
    }

    /**
     * The rows as one HTML page, which loads nothing: trained tokens are green, those trained away from are red. It
     * holds the rows' content.
     */
    public String html() {
        StringBuilder page = new StringBuilder(
                        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>")
                .append(escaped(title))
                .append("</title><style>")
                .append(STYLE)
                .append("</style></head><body>\n<h1>")
                .append(escaped(title))
                .append("</h1>\n<p><mark>Trained on</mark>, <s>trained away from</s>, and what is only read.</p>\n");
        rows.forEach(row -> append(page, row));
        return page.append("</body></html>\n").toString();
    }

    private static void append(StringBuilder page, PreviewedRow row) {
        page.append("<h2>Row ").append(row.number()).append("</h2>\n");
        row.failure()
                .ifPresent(failure -> page.append("<p>Cannot be trained on: ")
                        .append(escaped(failure.message()))
                        .append("</p>\n"));
        if (row.parts().isEmpty()) {
            return;
        }
        page.append("<p>")
                .append(row.tokens(Use.READ))
                .append(" tokens read, ")
                .append(row.tokens(Use.TRAINED))
                .append(" trained on, ")
                .append(row.tokens(Use.AVOIDED))
                .append(" trained away from</p>\n<pre>");
        for (Part part : row.parts()) {
            String element = switch (part.use()) {
                case READ -> "span";
                case TRAINED -> "mark";
                case AVOIDED -> "s";
            };
            page.append('<').append(element).append('>').append(escaped(part.text()));
            page.append("</").append(element).append('>');
        }
        page.append("</pre>\n");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    /** The number of rows, without content. */
    @Override
    public String toString() {
        return "TrainingPreview[" + rows.size() + " rows]";
    }
}
