package dev.finetuning.console.work;

import dev.finetuning.console.shelf.DatasetShelf;
import dev.finetuning.console.shelf.Inspector;
import dev.finetuning.console.shelf.RemedyDesk;
import dev.finetuning.journal.Journal;
import dev.finetuning.registry.JournaledModelRegistry;
import dev.finetuning.registry.promotion.Gate;
import dev.finetuning.registry.promotion.PromotionPolicy;
import dev.finetuning.registry.version.Alias;
import dev.finetuning.review.ReviewQueue;
import dev.finetuning.run.FineTuningRuns;
import dev.finetuning.source.RecordSource;
import dev.finetuning.training.Capabilities;
import dev.finetuning.training.TrainingPipeline;
import dev.finetuning.training.follow.PacedPipeline;
import dev.finetuning.training.follow.PollPace;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/** Everything that belongs to one tenant. Thread-safe. */
public final class Workspace implements AutoCloseable {
    private static final double MARGIN = 0.02;

    private final ConsoleProvider provider;
    private final TrainingPipeline pipeline;
    private final DatasetShelf datasets;
    private final Inspector inspector;
    private final RemedyDesk remedies;
    private final TrainingDesk training;
    private final ModelDesk models;
    private final EvaluationShelf evaluations;
    private final BlindJudging judging;
    private final ReviewDesk review;
    private final SearchDesk searches;
    private final RetrainingDesk retrainings;
    private final RetirementDesk retirements;
    private final Optional<RecordSource> logs;
    private final ExperimentDesk experiments;
    private final DriftDesk drift;
    private final Optional<Notices> notices;

    Workspace(String tenant, WorkspaceSettings settings, Clock clock) {
        Path folder = settings.folder().resolve(tenant);
        Journal journal = new TenantJournal(settings.journal(), tenant);
        logs = settings.logs().map(source -> source.of(tenant));
        provider = settings.provider();
        TrainingPipeline opened = provider.open(folder.resolve("provider"));
        pipeline = PacedPipeline.of(opened, PollPace.suiting(opened.capabilities()), clock);
        datasets = new DatasetShelf(folder.resolve("datasets"), journal, settings.maxUpload(), clock);
        inspector = new Inspector(provider.counter(), provider.checks());
        remedies = new RemedyDesk(datasets, provider.checks());
        JournaledModelRegistry registry = JournaledModelRegistry.open(journal, clock);
        PromotionPolicy policy = PromotionPolicy.of(
                Gate.atLeast(RecordedEvaluation.METRIC, settings.minimumScore()),
                Gate.nonInferior(RecordedEvaluation.METRIC, MARGIN));
        Path measured = folder.resolve("evaluations");
        FineTuningRuns runs = FineTuningRuns.builder(journal, folder.resolve("runs"), pipeline, registry)
                .evaluation(new RecordedEvaluation(measured, pipeline, provider, journal))
                .promotion(policy, Alias.PRODUCTION)
                .by("console")
                .clock(clock)
                .build();
        training = new TrainingDesk(datasets, provider, pipeline, runs, journal, clock);
        searches = new SearchDesk(datasets, provider, pipeline, runs, journal, clock);
        retrainings = new RetrainingDesk(datasets, provider, pipeline, runs, journal, clock);
        retirements = new RetirementDesk(
                datasets, provider, new RetirementDesk.RunParts(pipeline, runs, registry), journal, clock);
        models = new ModelDesk(registry, pipeline, policy);
        experiments = new ExperimentDesk(models, journal, clock);
        evaluations = new EvaluationShelf(measured, runs);
        drift = new DriftDesk(models, training, datasets, new TextLog(journal, "drift", clock));
        judging = new BlindJudging(evaluations, journal, clock);
        review = new ReviewDesk(ReviewQueue.of("review", journal).clock(clock));
        Notices.Subjects subjects = new Notices.Subjects(runs, registry, training, retirements, drift, review);
        notices = settings.receiver().map(receiver -> Notices.of(tenant, receiver, journal, subjects, clock));
    }

    /** Datasets. */
    public DatasetShelf datasets() {
        return datasets;
    }

    /** The tenant's logs in the operator's database, if there is one. */
    public Optional<RecordSource> logs() {
        return logs;
    }

    /** What is known about their content. */
    public Inspector inspector() {
        return inspector;
    }

    /** What would make them better. */
    public RemedyDesk remedies() {
        return remedies;
    }

    /** Runs. */
    public TrainingDesk training() {
        return training;
    }

    /** Models. */
    public ModelDesk models() {
        return models;
    }

    /** Evaluations. */
    public EvaluationShelf evaluations() {
        return evaluations;
    }

    /** Answers that people compare. */
    public BlindJudging judging() {
        return judging;
    }

    /** Examples that wait for people. */
    public ReviewDesk review() {
        return review;
    }

    /** Searches for the best settings. */
    public SearchDesk searches() {
        return searches;
    }

    /** Models that are trained as examples arrive. */
    public RetrainingDesk retrainings() {
        return retrainings;
    }

    /** What stops answering, and when. */
    public RetirementDesk retirements() {
        return retirements;
    }

    /** A/B experiments. */
    public ExperimentDesk experiments() {
        return experiments;
    }

    /** What is watched for drift. */
    public DriftDesk drift() {
        return drift;
    }

    /** Moves everything that is under way by one step; returns how much was moved. */
    public int advanceAll() {
        retirements.lookIfDue();
        return training.advanceAll() + searches.advanceAll() + retrainings.advanceAll();
    }

    /** Tells whoever is to hear of it what has happened. */
    void tell() throws InterruptedException {
        if (notices.isPresent()) {
            notices.get().advance();
        }
    }

    /** Who trains. */
    public ConsoleProvider provider() {
        return provider;
    }

    /** What the provider can do. */
    public Capabilities capabilities() {
        return pipeline.capabilities();
    }

    @Override
    public void close() {
        training.close();
        searches.close();
        retrainings.close();
        inspector.close();
        remedies.close();
        pipeline.close();
    }
}
