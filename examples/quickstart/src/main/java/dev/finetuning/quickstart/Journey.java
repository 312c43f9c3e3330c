package dev.finetuning.quickstart;

import dev.finetuning.cost.CostEstimate;
import dev.finetuning.cost.EpochRule;
import dev.finetuning.cost.Money;
import dev.finetuning.cost.TokenCounter;
import dev.finetuning.cost.TokenStatistics;
import dev.finetuning.eval.report.ProfileReport;
import dev.finetuning.format.writing.Target;
import dev.finetuning.journal.file.FileJournal;
import dev.finetuning.quality.CompatibilityMatrix;
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
        TokenCounter counter = Provider.counter(options);
        Prepared prepared = new Preparation(options, screen, inputs).prepare(counter);
        try (Provider provider = Provider.choose(options, line -> screen.line("%s", line));
                FileJournal journal = FileJournal.in(Workspace.journal(options))) {
            provider.requireReachable();
            CostEstimate estimate = estimate(provider, counter, prepared);
            profile(prepared, counter, estimate);
            train(provider, prepared, estimate, journal);
        }
    }

    private CostEstimate estimate(Provider provider, TokenCounter counter, Prepared prepared) {
        screen.stage("Cost");
        TokenStatistics tokens = TokenStatistics.of(prepared.split().train(), counter);
        EpochRule epochs = options.number(Option.EPOCHS)
                .map(number -> EpochRule.fixed((int) Math.ceil(number)))
                .orElse(EpochRule.boundedExposure());
        CostEstimate estimate = CostEstimate.of(provider.baseModel(), tokens, epochs, provider.prices());
        screen.line(
                "%s",
                provider.free()
                        ? "%,d tokens per epoch; training on this machine costs nothing"
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
                .withCompatibility(CompatibilityMatrix.of(prepared.dataset(), Target.forConversations()));
        try {
            ProfileReport.of(profile).writeHtml(page);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the profile " + page, e);
        }
        screen.line("summary of the data: %s", page.toUri());
    }

    private void train(Provider provider, Prepared prepared, CostEstimate estimate, FileJournal journal)
            throws InterruptedException {
        screen.stage("Train, evaluate, register, promote");
        ModelRegistry registry = JournaledModelRegistry.open(journal);
        Measure measure = new Measure(provider, prepared.split(), journal, screen);
        FineTuningRuns runs = FineTuningRuns.builder(
                        journal, Workspace.folder(options).resolve("runs"), provider.pipeline(), registry)
                .evaluation(measure.evaluation())
                .promotion(measure.policy(), Alias.PRODUCTION)
                .lostAnswer(provider.lost())
                .pace(provider.pace())
                .by(Workspace.author(options))
                .addListener(new RunDisplay(screen))
                .build();
        String fingerprint = prepared.split().train().fingerprint().shortForm();
        String id = runs.resumeOrStart(plan(provider, prepared, estimate, fingerprint));
        FineTuningRun begun = runs.run(id);
        if (begun.updatedAt().isAfter(begun.startedAt())) {
            screen.line("continuing %s, which was interrupted", id);
        }
        FineTuningRun run = runs.await(id);
        if (run.status() != RunStatus.SUCCEEDED) {
            throw new RunEndedException(run);
        }
        new Ending(options, screen).show(run, new Results(prepared, measure, provider.pipeline(), registry));
    }

    private RunPlan plan(Provider provider, Prepared prepared, CostEstimate estimate, String fingerprint) {
        RunPlan.Builder plan = RunPlan.builder(
                        inputs.name(),
                        provider.baseModel(),
                        prepared.split().train().examples())
                .validation(prepared.split().validation().examples())
                .test(prepared.split().test().examples())
                .dataset(
                        prepared.split().train().fingerprint().hex(),
                        prepared.split().train().version())
                .addLabel(DATASET_LABEL, fingerprint)
                .request(request -> request(request, provider, estimate));
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

    private TrainingRequest.Builder request(TrainingRequest.Builder request, Provider provider, CostEstimate estimate) {
        Hyperparameters hyperparameters = options.number(Option.EPOCHS)
                .map(Hyperparameters.AUTO::withEpochs)
                .orElseGet(() -> provider.choosesEpochs()
                        ? Hyperparameters.AUTO
                        : Hyperparameters.AUTO.withEpochs(estimate.epochs()));
        provider.seed(options).ifPresent(request::seed);
        return request.hyperparameters(hyperparameters);
    }
}
