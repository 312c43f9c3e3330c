package dev.finetuning.quickstart;

import dev.finetuning.cost.TokenCounter;
import dev.finetuning.cost.TokenStatistics;
import dev.finetuning.dataset.Dataset;
import dev.finetuning.dataset.Split;
import dev.finetuning.dataset.SplitPlan;
import dev.finetuning.dataset.SplitRatios;
import dev.finetuning.example.Origin;
import dev.finetuning.quality.Checks;
import dev.finetuning.quality.DuplicateChecks;
import dev.finetuning.quality.Finding;
import dev.finetuning.quality.QualityReport;
import dev.finetuning.quality.Severity;
import dev.finetuning.quality.UnacceptableDatasetException;
import dev.finetuning.quality.pii.PersonalData;
import dev.finetuning.quality.pii.PiiDetector;
import dev.finetuning.quickstart.Options.Option;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads, checks and splits the data. Nothing is written, and no provider is called. */
final class Preparation {
    private static final int REJECTED_SHOWN = 12;
    private static final String TOKEN_LIMIT = "token_limit";
    private static final double DEFAULT_TOKEN_LIMIT = 4_096;

    private final Options options;
    private final Screen screen;
    private final Inputs inputs;

    Preparation(Options options, Screen screen, Inputs inputs) {
        this.options = options;
        this.screen = screen;
        this.inputs = inputs;
    }

    /**
     * The prepared data.
     *
     * @param dataset the examples that are used
     * @param report the findings in everything that was read
     * @param split the parts
     */
    record Prepared(Dataset dataset, QualityReport report, Split split) {}

    Prepared prepare(TokenCounter counter) {
        Dataset dataset = read(counter);
        QualityReport report = check(dataset, counter);
        Dataset clean = cleaned(dataset, report);
        return new Prepared(clean, report, split(clean));
    }

    private Dataset read(TokenCounter counter) {
        screen.stage("Read");
        Dataset dataset = inputs.training();
        screen.line(
                "%,d examples of %s, %,d records rejected",
                dataset.size(), dataset.name(), dataset.rejected().size());
        dataset.rejected().stream().limit(REJECTED_SHOWN).forEach(rejected -> screen.line("rejected: %s", rejected));
        screen.line(
                "%,d tokens (%s); fingerprint %s",
                TokenStatistics.of(dataset, counter).count().total(),
                counter.name(),
                dataset.fingerprint().shortForm());
        return dataset;
    }

    private QualityReport check(Dataset dataset, TokenCounter counter) {
        screen.stage("Check");
        long limit =
                options.number(Option.TOKEN_LIMIT).orElse(DEFAULT_TOKEN_LIMIT).longValue();
        QualityReport report = Provider.checks(options, Checks.thorough())
                .with(PersonalData.of(PiiDetector.standard()).check())
                .tokenLimit(example -> counter.count(example).total(), limit)
                .withSeverity(TOKEN_LIMIT, Severity.WARNING)
                .run(dataset);
        show(report.findings());
        boolean hopeless = report.findings().stream()
                .anyMatch(finding ->
                        finding.severity() == Severity.ERROR && finding.origin().row() == 0);
        if (hopeless) {
            throw new UnacceptableDatasetException(report);
        }
        return report;
    }

    /** Leaves out what no provider would accept, and duplicates. */
    private Dataset cleaned(Dataset dataset, QualityReport report) {
        Dataset clean = without(
                dataset,
                report.findings().stream()
                        .filter(finding -> finding.severity() == Severity.ERROR
                                || finding.code().equals("duplicate_example"))
                        .toList());
        screen.line("%,d examples left out, %,d used", dataset.size() - clean.size(), clean.size());
        return clean;
    }

    private static Dataset without(Dataset dataset, List<Finding> findings) {
        Set<Origin> origins = findings.stream().map(Finding::origin).collect(Collectors.toSet());
        return dataset.filter(
                example -> !origins.contains(example.info().provenance().origin()));
    }

    private Split split(Dataset clean) {
        screen.stage("Split");
        Optional<Dataset> test = inputs.test();
        Split split = test.isPresent() ? against(test.get(), clean) : split(clean, SplitRatios.of(0.7, 0.1, 0.2));
        screen.line(
                "%,d for training, %,d for validation, %,d for testing",
                split.train().size(), split.validation().size(), split.test().size());
        return split;
    }

    private Split split(Dataset examples, SplitRatios ratios) {
        Split split = examples.split(Provider.within(options, SplitPlan.stable(ratios)));
        int left = examples.size()
                - split.train().size()
                - split.validation().size()
                - split.test().size();
        if (left > 0) {
            screen.line("%,d validation examples are left out, because the provider accepts no more", left);
        }
        return split;
    }

    /** If there is a test file, its examples are removed from the training data. */
    private Split against(Dataset test, Dataset clean) {
        List<Finding> leaks = DuplicateChecks.leaks(clean, test);
        show(leaks);
        QualityReport leaked =
                Checks.none().with(DuplicateChecks.leakedFrom(test)).run(clean);
        screen.line("%,d test rows are also in the training data and were removed from it", leaks.size());
        Split rest = split(without(clean, leaked.findings()), SplitRatios.of(0.95, 0.05));
        return new Split(rest.train(), rest.validation(), test);
    }

    private void show(List<Finding> found) {
        FindingLines.of(found).forEach(line -> screen.line("%s", line));
    }
}
