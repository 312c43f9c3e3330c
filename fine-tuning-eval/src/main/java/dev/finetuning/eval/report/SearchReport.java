package dev.finetuning.eval.report;

import dev.finetuning.eval.report.internal.page.Markup;
import dev.finetuning.eval.report.internal.page.PageFrame;
import dev.finetuning.eval.report.internal.page.PageSection;
import dev.finetuning.eval.report.internal.search.CurveSection;
import dev.finetuning.eval.report.internal.search.FreshSection;
import dev.finetuning.eval.report.internal.search.SearchHeadline;
import dev.finetuning.eval.report.internal.search.TrialsSection;
import dev.finetuning.internal.io.AtomicFile;
import dev.finetuning.search.SearchResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The result of a hyperparameter search as one self-contained HTML page in the style of {@link Report}: the winner in
 * the search and on fresh data, the best value so far, parallel coordinates, the objective over each setting, and all
 * trials with their cost. The page loads nothing and runs no script. Equal results give equal bytes. Immutable.
 *
 * <pre>{@code
 * SearchReport.of(search.run()).writeHtml(Path.of("search.html"));
 * }</pre>
 */
public final class SearchReport {
    private final SearchResult result;

    private SearchReport(SearchResult result) {
        this.result = result;
    }

    /** The report of a result, which may be that of a search under way. */
    public static SearchReport of(SearchResult result) {
        return new SearchReport(result);
    }

    /** The complete page. */
    public String html() {
        List<PageSection> sections = new ArrayList<>();
        sections.add(new SearchHeadline(result));
        result.fresh().ifPresent(fresh -> sections.add(new FreshSection(fresh)));
        if (!result.ranked().isEmpty()) {
            sections.add(new CurveSection(result));
        }
        sections.add(new TrialsSection(result));
        return new PageFrame("Search " + result.name(), false).html(sections);
    }

    /**
     * The figures alone, for a page of your own: {@code figure} elements with SVG in them, without style, script or
     * anything to load. Lines have the class {@code line}, dots {@code dot}, axes {@code grid} and their names {@code
     * name}; with {@code c0} they belong to the winner, with {@code c1} to the others. What comes from the search is
     * encoded. Empty if no trial is measured yet.
     */
    public String figures() {
        if (result.ranked().isEmpty()) {
            return "";
        }
        Markup out = new Markup();
        new CurveSection(result).write(out);
        return out.toString();
    }

    /**
     * Writes the page, replacing an existing file in one step.
     *
     * @throws IOException if the folder cannot be written to
     */
    public void writeHtml(Path file) throws IOException {
        AtomicFile.writeText(file, html());
    }
}
