package dev.finetuning.eval.report;

import dev.finetuning.cost.PriceList;
import dev.finetuning.dataset.DatasetStatistics;
import dev.finetuning.eval.Evaluation;
import dev.finetuning.eval.compare.ComparisonSettings;
import dev.finetuning.eval.compare.WillingnessToPay;
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
 * A report on one self-contained HTML page: first the verdict, then the figures, then every case with
 * expected and actual answer side by side. The page loads nothing, runs only its own script, and shows
 * text from models and data as plain text. Equal parts give equal bytes. Immutable.
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

    /** Starts a report with a title; every part is optional. */
    public static Builder builder(String title) {
        return new Builder(title);
    }

    ReportContent content() {
        return content;
    }

    /** The complete page. */
    public String html() {
        return new PageFrame(content.title(), true).html(ReportSections.of(new ReportFigures(content)));
    }

    /** The verdict and the figures of every model as Markdown, for pull requests and build summaries. */
    public String markdown() {
        ReportFigures figures = new ReportFigures(content);
        return MarkdownSummary.of(content.title(), ReportSections.banner(figures), figures.evaluations());
    }

    /**
     * Writes the page, replacing an existing file in one step.
     *
     * @throws IOException if the folder cannot be written to
     */
    public void writeHtml(Path file) throws IOException {
        AtomicFile.writeText(file, html());
    }

    /**
     * Writes everything into a folder: {@code report.html} and {@code summary.md}; for the candidate {@code
     * results.json}, {@code results.csv} and {@code junit.xml}; for each model it is compared with {@code
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

    /** Collects the parts of a report. Not thread-safe; each setter returns the builder. */
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
        private Optional<WillingnessToPay> worth = Optional.empty();
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
         * The models that the candidate is compared with, on the same cases. The first is the main one: the
         * report compares the two in pairs, by every metric they have in common.
         */
        public Builder against(Evaluation... evaluations) {
            others.clear();
            others.addAll(List.of(evaluations));
            return this;
        }

        /** The settings of the comparison; with a margin, the verdict can be equivalence. */
        public Builder comparing(ComparisonSettings settings) {
            comparing = settings;
            return this;
        }

        /**
         * What quality and time are worth, so that the report can say whether the candidate is worth its
         * price; needs prices for both models.
         */
        public Builder worth(WillingnessToPay newWorth) {
            worth = Optional.of(newWorth);
            return this;
        }

        /**
         * The headline; by default it comes from the decision, otherwise from the comparison, otherwise
         * from the main figures.
         */
        public Builder banner(Banner newBanner) {
            banner = Optional.of(newBanner);
            return this;
        }

        /** The decision of the registry's gates. */
        public Builder decision(PromotionDecision newDecision) {
            decision = Optional.of(newDecision);
            return this;
        }

        /** The statistics of the training data. */
        public Builder dataset(DatasetStatistics statistics) {
            dataset = Optional.of(statistics);
            return this;
        }

        /** The findings in the data. */
        public Builder findings(QualityReport report) {
            quality = Optional.of(report);
            return this;
        }

        /** The events of the training, for the curves. */
        public Builder training(List<TrainingEvent> newEvents) {
            events.clear();
            events.addAll(newEvents);
            return this;
        }

        /** The prices of tokens; without prices the report shows tokens only. */
        public Builder prices(PriceList list) {
            prices = list;
            return this;
        }

        /** The label by whose values the results are sliced; {@code category} by default. */
        public Builder sliceBy(String label) {
            sliceLabel = label;
            return this;
        }

        /** Adds a line to the part about how everything was made: a fingerprint, a setting, a date. */
        public Builder fact(String name, String value) {
            facts.put(name, value);
            return this;
        }

        /** Builds the report. */
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
