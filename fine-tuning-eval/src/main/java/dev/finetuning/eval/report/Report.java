package dev.finetuning.eval.report;

import dev.finetuning.cost.PriceList;
import dev.finetuning.dataset.DatasetStatistics;
import dev.finetuning.eval.Evaluation;
import dev.finetuning.eval.compare.ComparisonSettings;
import dev.finetuning.eval.compare.Worth;
import dev.finetuning.eval.report.export.CsvResults;
import dev.finetuning.eval.report.export.JUnitXml;
import dev.finetuning.eval.report.export.JsonResults;
import dev.finetuning.eval.report.export.MarkdownSummary;
import dev.finetuning.eval.report.internal.page.PageFrame;
import dev.finetuning.eval.report.internal.section.ReportContent;
import dev.finetuning.eval.report.internal.section.ReportFigures;
import dev.finetuning.eval.report.internal.section.ReportSections;
import dev.finetuning.example.ExampleInfo;
import dev.finetuning.internal.io.AtomicFile;
import dev.finetuning.quality.QualityReport;
import dev.finetuning.registry.promotion.PromotionDecision;
import dev.finetuning.training.TrainingEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A report as one self-contained HTML page: verdict first, then figures, then every case with expected
 * and actual answer side by side. The page loads nothing, runs nothing but its own script, and shows
 * whatever models and data contain as text. Equal pieces give equal bytes. Immutable.
 *
 * <pre>{@code
 * Report.builder("Support answers").candidate(tuned).against(base).build().writeHtml(Path.of("report.html"));
 * }</pre>
 */
public final class Report {
    private final ReportContent content;

    private Report(ReportContent content) {
        this.content = content;
    }

    /** A report with this title and nothing in it yet; every piece is optional. */
    public static Builder builder(String title) {
        return new Builder(title);
    }

    ReportContent content() {
        return content;
    }

    /** The whole page. */
    public String html() {
        return new PageFrame(content.title(), true).html(ReportSections.of(new ReportFigures(content)));
    }

    /** The verdict and the figures of every model as Markdown, for pull requests and build summaries. */
    public String markdown() {
        ReportFigures figures = new ReportFigures(content);
        return MarkdownSummary.of(content.title(), ReportSections.banner(figures), figures.evaluations());
    }

    /**
     * Writes the page, in the place of an older one; a reader sees either the old or the new page whole.
     *
     * @throws IOException if the folder cannot be written to
     */
    public void writeHtml(Path file) throws IOException {
        AtomicFile.writeText(file, html());
    }

    /**
     * Writes everything into a folder: {@code report.html} and {@code summary.md}; for the candidate {@code
     * results.json}, {@code results.csv} and {@code junit.xml}; for each model it is held against {@code
     * against-1.json} and {@code against-1.csv}, and so on.
     *
     * @return the files, the page first
     * @throws IOException if the folder cannot be written to
     */
    public List<Path> writeAll(Path folder) throws IOException {
        Map<String, String> files = new LinkedHashMap<>();
        files.put("report.html", html());
        files.put("summary.md", markdown());
        content.candidate().ifPresent(candidate -> {
            files.put("results.json", JsonResults.of(candidate));
            files.put("results.csv", CsvResults.of(candidate));
            files.put("junit.xml", JUnitXml.of(candidate));
        });
        for (int i = 0; i < content.others().size(); i++) {
            files.put(
                    "against-" + (i + 1) + ".json",
                    JsonResults.of(content.others().get(i)));
            files.put(
                    "against-" + (i + 1) + ".csv",
                    CsvResults.of(content.others().get(i)));
        }
        List<Path> written = new ArrayList<>();
        for (Map.Entry<String, String> file : files.entrySet()) {
            AtomicFile.writeText(folder.resolve(file.getKey()), file.getValue());
            written.add(folder.resolve(file.getKey()));
        }
        return written;
    }

    /** Collects what a report shows. Not thread-safe; each setter returns the builder. */
    public static final class Builder {
        private final String title;
        private final List<Evaluation> others = new ArrayList<>();
        private final List<TrainingEvent> events = new ArrayList<>();
        private final Map<String, String> facts = new LinkedHashMap<>();
        private Optional<Evaluation> candidate = Optional.empty();
        private Optional<Banner> banner = Optional.empty();
        private Optional<PromotionDecision> decision = Optional.empty();
        private Optional<DatasetStatistics> dataset = Optional.empty();
        private Optional<QualityReport> quality = Optional.empty();
        private Optional<Worth> worth = Optional.empty();
        private PriceList prices = PriceList.empty();
        private ComparisonSettings comparing = ComparisonSettings.DEFAULT;
        private String sliceLabel = ExampleInfo.CATEGORY;

        private Builder(String title) {
            this.title = title;
        }

        /** The model the report is about. */
        public Builder candidate(Evaluation evaluation) {
            candidate = Optional.of(evaluation);
            return this;
        }

        /**
         * What the candidate is held against, on the same cases. The first is the one that counts: the report
         * compares the two in pairs, by every metric they share.
         */
        public Builder against(Evaluation... evaluations) {
            others.clear();
            others.addAll(List.of(evaluations));
            return this;
        }

        /** How the candidate is compared; a margin lets the verdict be that nothing that matters has changed. */
        public Builder comparing(ComparisonSettings settings) {
            comparing = settings;
            return this;
        }

        /**
         * What quality and time are worth, so that the report can say whether the candidate is worth its price; it
         * needs prices for both models.
         */
        public Builder worth(Worth newWorth) {
            worth = Optional.of(newWorth);
            return this;
        }

        /** What to say first; without one the decision speaks, or else the comparison, or else the main figures. */
        public Builder banner(Banner newBanner) {
            banner = Optional.of(newBanner);
            return this;
        }

        /** What the registry's gates decided. */
        public Builder decision(PromotionDecision newDecision) {
            decision = Optional.of(newDecision);
            return this;
        }

        /** The training data in numbers. */
        public Builder dataset(DatasetStatistics statistics) {
            dataset = Optional.of(statistics);
            return this;
        }

        /** What was wrong with the data. */
        public Builder findings(QualityReport report) {
            quality = Optional.of(report);
            return this;
        }

        /** What happened in training, for the curves. */
        public Builder training(List<TrainingEvent> newEvents) {
            events.clear();
            events.addAll(newEvents);
            return this;
        }

        /** What tokens cost; without prices the report shows tokens only. */
        public Builder prices(PriceList list) {
            prices = list;
            return this;
        }

        /** The label whose values the results are sliced by; {@code category} by default. */
        public Builder sliceBy(String label) {
            sliceLabel = label;
            return this;
        }

        /** One more line for the part that says how everything was made: a fingerprint, a setting, a date. */
        public Builder fact(String name, String value) {
            facts.put(name, value);
            return this;
        }

        /** The report. */
        public Report build() {
            return new Report(new ReportContent(
                    title,
                    candidate,
                    others,
                    comparing,
                    worth,
                    banner,
                    decision,
                    dataset,
                    quality,
                    events,
                    prices,
                    sliceLabel,
                    facts));
        }
    }
}
