package dev.finetuning.eval.report;

import dev.finetuning.cost.PriceList;
import dev.finetuning.dataset.DatasetStatistics;
import dev.finetuning.eval.Aggregate;
import dev.finetuning.eval.Evaluation;
import dev.finetuning.eval.compare.Comparison;
import dev.finetuning.eval.compare.ComparisonSettings;
import dev.finetuning.eval.compare.Worth;
import dev.finetuning.eval.internal.WholeFile;
import dev.finetuning.example.ExampleInfo;
import dev.finetuning.quality.QualityReport;
import dev.finetuning.registry.promotion.PromotionDecision;
import dev.finetuning.training.TrainingEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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
    private final Builder pieces;

    private Report(Builder pieces) {
        this.pieces = pieces;
    }

    /** A report with this title and nothing in it yet; every piece is optional. */
    public static Builder builder(String title) {
        return new Builder(title);
    }

    /** The whole page. */
    public String html() {
        return new Page(new Builder(pieces)).html();
    }

    /** The verdict and the figures of every model as Markdown, for pull requests and build summaries. */
    public String markdown() {
        Builder copy = new Builder(pieces);
        Banner banner = new Headline(copy, copy.comparisons()).banner();
        return MarkdownSummary.heading(pieces.title, banner) + MarkdownSummary.of(copy.all());
    }

    /**
     * Writes the page, in the place of an older one; a reader sees either the old or the new page whole.
     *
     * @throws IOException if the folder cannot be written to
     */
    public void writeHtml(Path file) throws IOException {
        WholeFile.write(file, html());
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
        if (pieces.candidate != null) {
            files.put("results.json", JsonResults.of(pieces.candidate));
            files.put("results.csv", CsvResults.of(pieces.candidate));
            files.put("junit.xml", JUnitXml.of(pieces.candidate));
        }
        for (int i = 0; i < pieces.evaluations.size(); i++) {
            files.put("against-" + (i + 1) + ".json", JsonResults.of(pieces.evaluations.get(i)));
            files.put("against-" + (i + 1) + ".csv", CsvResults.of(pieces.evaluations.get(i)));
        }
        List<Path> written = new ArrayList<>();
        for (Map.Entry<String, String> file : files.entrySet()) {
            WholeFile.write(folder.resolve(file.getKey()), file.getValue());
            written.add(folder.resolve(file.getKey()));
        }
        return written;
    }

    /** Collects the pieces. Not thread-safe; each setter returns the builder. */
    public static final class Builder {
        final String title;
        final List<Evaluation> evaluations = new ArrayList<>();
        final List<TrainingEvent> events = new ArrayList<>();
        final Map<String, String> facts = new LinkedHashMap<>();

        @Nullable
        Evaluation candidate;

        @Nullable
        Banner banner;

        @Nullable
        PromotionDecision decision;

        @Nullable
        DatasetStatistics dataset;

        @Nullable
        QualityReport quality;

        PriceList prices = PriceList.empty();

        @Nullable
        Worth worth;

        ComparisonSettings comparing = ComparisonSettings.DEFAULT;
        String sliceLabel = ExampleInfo.CATEGORY;

        private final IdentityHashMap<Evaluation, Map<String, Aggregate>> aggregates = new IdentityHashMap<>();

        private Builder(String title) {
            this.title = title;
        }

        private Builder(Builder other) {
            this(other.title);
            evaluations.addAll(other.evaluations);
            events.addAll(other.events);
            facts.putAll(other.facts);
            candidate = other.candidate;
            banner = other.banner;
            decision = other.decision;
            dataset = other.dataset;
            quality = other.quality;
            prices = other.prices;
            comparing = other.comparing;
            worth = other.worth;
            sliceLabel = other.sliceLabel;
        }

        /** The model the report is about. */
        public Builder candidate(Evaluation evaluation) {
            candidate = evaluation;
            return this;
        }

        /**
         * What the candidate is held against, on the same cases. The first is the one that counts: the report
         * compares the two in pairs, by every metric they share.
         */
        public Builder against(Evaluation... others) {
            evaluations.clear();
            evaluations.addAll(List.of(others));
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
            worth = newWorth;
            return this;
        }

        /** What to say first; without one the decision speaks, or else the comparison, or else the main figures. */
        public Builder banner(Banner newBanner) {
            banner = newBanner;
            return this;
        }

        /** What the registry's gates decided. */
        public Builder decision(PromotionDecision newDecision) {
            decision = newDecision;
            return this;
        }

        /** The training data in numbers. */
        public Builder dataset(DatasetStatistics statistics) {
            dataset = statistics;
            return this;
        }

        /** What was wrong with the data. */
        public Builder findings(QualityReport report) {
            quality = report;
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
            return new Report(new Builder(this));
        }

        /** The candidate against the first of the others by every metric, as far as they can be compared. */
        List<Comparison> comparisons() {
            Evaluation mine = candidate;
            if (mine == null || evaluations.isEmpty()) {
                return List.of();
            }
            Evaluation other = evaluations.get(0);
            boolean comparable = mine.metrics().stream()
                    .allMatch(metric ->
                            !other.metrics().contains(metric) || CaseData.haveCaseInCommon(mine, other, metric));
            boolean common = mine.metrics().stream().anyMatch(other.metrics()::contains);
            return comparable && common ? Comparison.byEveryMetric(other, mine, comparing) : List.of();
        }

        /** What a metric amounts to; computed once, since its interval takes time. */
        Aggregate aggregate(Evaluation evaluation, String metric) {
            return aggregates
                    .computeIfAbsent(evaluation, each -> new HashMap<>())
                    .computeIfAbsent(metric, evaluation::aggregate);
        }

        /** The candidate first, then the others. */
        List<Evaluation> all() {
            List<Evaluation> all = new ArrayList<>();
            if (candidate != null) {
                all.add(candidate);
            }
            all.addAll(evaluations);
            return all;
        }
    }
}
