package dev.finetuning.quickstart;

import dev.finetuning.cost.CostEstimate;
import dev.finetuning.cost.EpochRule;
import dev.finetuning.cost.PriceList;
import dev.finetuning.cost.TokenStatistics;
import dev.finetuning.dataset.Dataset;
import dev.finetuning.dataset.Split;
import dev.finetuning.dataset.SplitPlan;
import dev.finetuning.dataset.SplitRatios;
import dev.finetuning.example.Origin;
import dev.finetuning.journal.FileJournal;
import dev.finetuning.quality.Checks;
import dev.finetuning.quality.DuplicateChecks;
import dev.finetuning.quality.Finding;
import dev.finetuning.quality.QualityReport;
import dev.finetuning.quality.Severity;
import dev.finetuning.quality.UnacceptableDatasetException;
import dev.finetuning.quickstart.Options.Option;
import dev.finetuning.registry.Alias;
import dev.finetuning.registry.JournaledModelRegistry;
import dev.finetuning.registry.ModelRegistry;
import dev.finetuning.run.FineTuningRun;
import dev.finetuning.run.FineTuningRuns;
import dev.finetuning.run.RunPlan;
import dev.finetuning.run.RunStatus;
import dev.finetuning.training.Hyperparameters;
import dev.finetuning.training.TrainingRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The whole way, stage by stage. */
final class Journey {
    private static final int REJECTED_SHOWN = 12;
    private static final String DATASET_LABEL = "dataset";

    private final Options options;
    private final Screen screen;
    private final Inputs inputs;
    private final List<Finding> findings = new ArrayList<>();

    Journey(Options options, Screen screen) {
        this.options = options;
        this.screen = screen;
        this.inputs = new Inputs(options);
    }

    void run() throws InterruptedException {
        Host host = Host.choose(options);
        try (host;
                FileJournal journal = FileJournal.in(Workspace.journal(options))) {
            Dataset dataset = read(host);
            Split split = split(check(dataset));
            estimate(host, split);
            train(host, split, journal);
        }
    }

    private Dataset read(Host host) {
        screen.stage("Read");
        Dataset dataset = inputs.training();
        screen.line(
                "%,d examples of %s, %,d records rejected",
                dataset.size(), dataset.name(), dataset.rejected().size());
        dataset.rejected().stream().limit(REJECTED_SHOWN).forEach(rejected -> screen.line("rejected: %s", rejected));
        screen.line(
                "%,d tokens (%s); fingerprint %s",
                TokenStatistics.of(dataset, host.counter()).count().total(),
                host.counter().name(),
                dataset.fingerprint().shortForm());
        return dataset;
    }

    /** Checks everything, shows what was found, and leaves out the examples that no host would take. */
    private Dataset check(Dataset dataset) {
        screen.stage("Check");
        QualityReport report = Checks.standard().run(dataset);
        findings.addAll(report.findings());
        show(report.findings());
        boolean hopeless = report.findings().stream()
                .anyMatch(finding ->
                        finding.severity() == Severity.ERROR && finding.origin().row() == 0);
        if (hopeless) {
            throw new UnacceptableDatasetException(report);
        }
        Set<Origin> unusable = report.findings().stream()
                .filter(finding ->
                        finding.severity() == Severity.ERROR || finding.code().equals("duplicate_example"))
                .map(Finding::origin)
                .collect(Collectors.toSet());
        Dataset clean = without(dataset, unusable);
        screen.line("%,d examples left out, %,d go on", dataset.size() - clean.size(), clean.size());
        return clean;
    }

    private static Dataset without(Dataset dataset, Set<Origin> origins) {
        return dataset.filter(
                example -> !origins.contains(example.info().provenance().origin()));
    }

    private void show(List<Finding> found) {
        FindingLines.of(found).forEach(line -> screen.line("%s", line));
    }

    private Split split(Dataset clean) {
        screen.stage("Split");
        Optional<Dataset> test = inputs.test();
        Split split = test.isPresent()
                ? against(test.get(), clean)
                : clean.split(SplitPlan.stable(SplitRatios.of(0.7, 0.1, 0.2)));
        screen.line(
                "%,d to train on, %,d to validate, %,d to test",
                split.train().size(), split.validation().size(), split.test().size());
        return split;
    }

    /** With a test file of its own, examples that stand in it are taken out of the training data. */
    private Split against(Dataset test, Dataset clean) {
        List<Finding> leaks = DuplicateChecks.leaks(clean, test);
        findings.addAll(leaks);
        show(leaks);
        Set<Origin> leaked = Checks.none().with(DuplicateChecks.leakedFrom(test)).run(clean).findings().stream()
                .map(Finding::origin)
                .collect(Collectors.toSet());
        screen.line("%,d test rows also stand in the training data; these are taken out of it", leaks.size());
        Split rest = without(clean, leaked).split(SplitPlan.stable(SplitRatios.of(0.95, 0.05, 0)));
        return new Split(rest.train(), rest.validation(), test);
    }

    private void estimate(Host host, Split split) {
        screen.stage("Cost");
        TokenStatistics tokens = TokenStatistics.of(split.train(), host.counter());
        CostEstimate estimate =
                CostEstimate.of(host.baseModel(), tokens, EpochRule.boundedExposure(), PriceList.empty());
        screen.line("%s", estimate);
    }

    private void train(Host host, Split split, FileJournal journal) throws InterruptedException {
        screen.stage("Train, evaluate, register, promote");
        ModelRegistry registry = JournaledModelRegistry.open(journal);
        Measure measure = new Measure(host.pipeline(), split, journal, screen);
        FineTuningRuns runs = FineTuningRuns.builder(
                        journal, Workspace.folder(options).resolve("runs"), host.pipeline(), registry)
                .evaluation(measure)
                .promotion(measure.policy(), Alias.PRODUCTION)
                .lostSubmission(host.lost())
                .pace(host.pace())
                .by(Workspace.author(options))
                .addListener(new RunDisplay(screen))
                .build();
        String fingerprint = split.train().fingerprint().shortForm();
        String id = runs.unfinished(inputs.name())
                .filter(run -> fingerprint.equals(run.labels().get(DATASET_LABEL)))
                .map(run -> continued(run))
                .orElseGet(() -> runs.start(plan(host, split, fingerprint)));
        finish(runs.await(id));
    }

    private String continued(FineTuningRun run) {
        screen.line("going on with %s, which was interrupted", run.id());
        return run.id();
    }

    private RunPlan plan(Host host, Split split, String fingerprint) {
        return RunPlan.builder(inputs.name(), host.baseModel(), split.train().examples())
                .validation(split.validation().examples())
                .test(split.test().examples())
                .dataset(split.train().fingerprint().hex(), split.train().version())
                .addLabel(DATASET_LABEL, fingerprint)
                .request(this::request)
                .build();
    }

    private TrainingRequest.Builder request(TrainingRequest.Builder request) {
        Hyperparameters hyperparameters = options.number(Option.EPOCHS)
                .map(Hyperparameters.AUTO::withEpochs)
                .orElse(Hyperparameters.AUTO);
        return request.hyperparameters(hyperparameters)
                .seed(options.number(Option.SEED).orElse(42.0).longValue());
    }

    private void finish(FineTuningRun run) {
        screen.stage("Done");
        if (run.status() != RunStatus.SUCCEEDED) {
            throw new UsageException("run " + run.id() + " ended as " + run.status() + ": " + run.note());
        }
        screen.line("%s", run.note());
    }
}
