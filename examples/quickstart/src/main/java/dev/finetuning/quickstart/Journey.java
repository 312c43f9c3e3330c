package dev.finetuning.quickstart;

import dev.finetuning.cost.CostEstimate;
import dev.finetuning.cost.EpochRule;
import dev.finetuning.cost.Money;
import dev.finetuning.cost.TokenCounter;
import dev.finetuning.cost.TokenStatistics;
import dev.finetuning.eval.report.ProfileReport;
import dev.finetuning.format.writing.Target;
import dev.finetuning.journal.file.FileJournal;
import dev.finetuning.quality.LintMatrix;
import dev.finetuning.quality.profile.DatasetProfile;
import dev.finetuning.quickstart.Options.Option;
import dev.finetuning.quickstart.Preparation.Prepared;
import dev.finetuning.registry.JournaledModelRegistry;
import dev.finetuning.registry.ModelRegistry;
import dev.finetuning.registry.version.Alias;
import dev.finetuning.run.FineTuningRun;
import dev.finetuning.run.FineTuningRuns;
import dev.finetuning.run.RunPlan;
import dev.finetuning.run.RunStatus;
import dev.finetuning.training.Hyperparameters;
import dev.finetuning.training.TrainingRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** Runs all stages in order. */
final class Journey {
    private static final String DATASET_LABEL = "dataset";
    private static final String MODEL_LABEL = "model";

    private final Options options;
    private final Screen screen;
    private final Inputs inputs;

    Journey(Options options, Screen screen) {
        this.options = options;
        this.screen = screen;
        this.inputs = new Inputs(options);
    }

    void run() throws InterruptedException {
        TokenCounter counter = Host.counter(options);
        Prepared prepared = new Preparation(options, screen, inputs).prepare(counter);
        try (Host host = Host.choose(options);
                FileJournal journal = FileJournal.in(Workspace.journal(options))) {
            host.requireReachable();
            CostEstimate estimate = estimate(host, counter, prepared);
            profile(prepared, counter, estimate);
            train(host, prepared, estimate, journal);
        }
    }

    private CostEstimate estimate(Host host, TokenCounter counter, Prepared prepared) {
        screen.stage("Cost");
        TokenStatistics tokens = TokenStatistics.of(prepared.split().train(), counter);
        EpochRule epochs = options.number(Option.EPOCHS)
                .map(number -> EpochRule.fixed((int) Math.ceil(number)))
                .orElse(EpochRule.boundedExposure());
        CostEstimate estimate = CostEstimate.of(host.baseModel(), tokens, epochs, host.prices());
        screen.line(
                "%s",
                host.free()
                        ? "%,d tokens per epoch; training in this process costs nothing"
                                .formatted(tokens.count().total())
                        : estimate);
        return estimate;
    }

    /** Writes the summary of the data before anything is paid for. */
    private void profile(Prepared prepared, TokenCounter counter, CostEstimate estimate) {
        screen.stage("Profile");
        Path page = Workspace.folder(options)
                .resolve("profile.html")
                .toAbsolutePath()
                .normalize();
        DatasetProfile profile = DatasetProfile.of(prepared.dataset(), counter)
                .withFindings(prepared.report())
                .withCost(estimate)
                .withLint(LintMatrix.of(prepared.dataset(), Target.forConversations()));
        try {
            ProfileReport.of(profile).writeHtml(page);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the profile " + page, e);
        }
        screen.line("summary of the data: %s", page.toUri());
    }

    private void train(Host host, Prepared prepared, CostEstimate estimate, FileJournal journal)
            throws InterruptedException {
        screen.stage("Train, evaluate, register, promote");
        ModelRegistry registry = JournaledModelRegistry.open(journal);
        Measure measure = new Measure(host, prepared.split(), journal, screen);
        FineTuningRuns runs = FineTuningRuns.builder(
                        journal, Workspace.folder(options).resolve("runs"), host.pipeline(), registry)
                .evaluation(measure.evaluation())
                .promotion(measure.policy(), Alias.PRODUCTION)
                .lostAnswer(host.lost())
                .pace(host.pace())
                .by(Workspace.author(options))
                .addListener(new RunDisplay(screen))
                .build();
        String fingerprint = prepared.split().train().fingerprint().shortForm();
        String id = runs.resumeOrStart(plan(host, prepared, estimate, fingerprint));
        FineTuningRun begun = runs.run(id);
        if (begun.updatedAt().isAfter(begun.startedAt())) {
            screen.line("continuing %s, which was interrupted", id);
        }
        FineTuningRun run = runs.await(id);
        if (run.status() != RunStatus.SUCCEEDED) {
            throw new RunEndedException(run);
        }
        new Ending(options, screen).show(run, new Results(prepared, measure, host.pipeline(), registry));
    }

    private RunPlan plan(Host host, Prepared prepared, CostEstimate estimate, String fingerprint) {
        RunPlan.Builder plan = RunPlan.builder(
                        inputs.name(),
                        host.baseModel(),
                        prepared.split().train().examples())
                .validation(prepared.split().validation().examples())
                .test(prepared.split().test().examples())
                .dataset(
                        prepared.split().train().fingerprint().hex(),
                        prepared.split().train().version())
                .addLabel(DATASET_LABEL, fingerprint)
                .request(request -> request(request, host, estimate));
        plan.cost(estimate);
        options.text(Option.BUDGET).ifPresent(limit -> withBudget(plan, Money.usd(limit), estimate));
        return plan.build();
    }

    /** A limit needs a known price. */
    private void withBudget(RunPlan.Builder plan, Money limit, CostEstimate estimate) {
        if (estimate.training().isEmpty()) {
            throw new UsageException("there is a budget of " + limit + ", but the price of training " + estimate.model()
                    + " is not known; to train without a limit, leave out --budget");
        }
        plan.addLabel(MODEL_LABEL, inputs.name()).limit(MODEL_LABEL, limit);
    }

    private TrainingRequest.Builder request(TrainingRequest.Builder request, Host host, CostEstimate estimate) {
        Hyperparameters hyperparameters = options.number(Option.EPOCHS)
                .map(Hyperparameters.AUTO::withEpochs)
                .orElseGet(() -> host.choosesEpochs()
                        ? Hyperparameters.AUTO
                        : Hyperparameters.AUTO.withEpochs(estimate.epochs()));
        host.seed(options).ifPresent(request::seed);
        return request.hyperparameters(hyperparameters);
    }
}
