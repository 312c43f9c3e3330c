package dev.finetuning.console.work;

import dev.finetuning.console.access.Caller;
import dev.finetuning.console.shelf.DatasetShelf;
import dev.finetuning.console.shelf.SplitParts;
import dev.finetuning.console.shelf.StoredDataset;
import dev.finetuning.cost.CostEstimate;
import dev.finetuning.cost.EpochRule;
import dev.finetuning.cost.TokenCount;
import dev.finetuning.cost.TokenStatistics;
import dev.finetuning.dataset.Split;
import dev.finetuning.dataset.SplitPlan;
import dev.finetuning.dataset.SplitRatios;
import dev.finetuning.example.Role;
import dev.finetuning.run.FineTuningRun;
import dev.finetuning.run.FineTuningRuns;
import dev.finetuning.run.RunPlan;
import dev.finetuning.run.RunQuery;
import dev.finetuning.training.TrainingEvent;
import dev.finetuning.training.TrainingPipeline;
import dev.finetuning.training.TrainingRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Starts runs, follows and cancels them. Thread-safe. */
public final class TrainingDesk {
    /** The label with the tenant of a run. */
    static final String TENANT = "tenant";
    /** The label with who started a run. */
    public static final String BY = "by";
    /** The label with the id of a run's dataset. */
    public static final String DATASET = "dataset";
    /** The label with the number of the dataset's revision. */
    public static final String REVISION = "revision";

    /** The label with the shares of training, validation and test examples. */
    static final String RATIOS = "ratios";

    /** How many examples of a large dataset are counted for an estimate. */
    private static final int SAMPLE = 2_000;

    private static final String UNSENT_FILE = "not uploaded yet";

    private final DatasetShelf shelf;
    private final ConsoleProvider provider;
    private final TrainingPipeline pipeline;
    private final FineTuningRuns runs;

    TrainingDesk(DatasetShelf shelf, ConsoleProvider provider, TrainingPipeline pipeline, FineTuningRuns runs) {
        this.shelf = shelf;
        this.provider = provider;
        this.pipeline = pipeline;
        this.runs = runs;
    }

    /** What an order would do and cost. Sends nothing. Of a large dataset, a sample is counted. */
    public TrainingQuote quote(TrainingOrder order) {
        StoredDataset dataset = shelf.dataset(order.dataset());
        TrainingRequest request = settings(TrainingRequest.builder(order.baseModel(), UNSENT_FILE), order)
                .build();
        List<String> objections = pipeline.reasonsAgainst(request);
        if (!shelf.opens(dataset.current())) {
            return quoteOfSample(order, dataset, objections);
        }
        Split split = shelf.open(dataset, dataset.current())
                .split(SplitPlan.stable(order.settings().ratios()));
        return new TrainingQuote(
                split.train().size(),
                split.validation().size(),
                split.test().size(),
                cost(order, TokenStatistics.of(split.train(), provider.counter())),
                objections);
    }

    private TrainingQuote quoteOfSample(TrainingOrder order, StoredDataset dataset, List<String> objections) {
        int examples = dataset.current().contents().examples();
        SplitRatios ratios =
                SplitParts.bounded(order.settings().ratios(), dataset.current().contents());
        int validation = (int) Math.round(examples * ratios.validation());
        int test = (int) Math.round(examples * ratios.test());
        int train = examples - validation - test;
        TokenStatistics sample =
                TokenStatistics.of(shelf.examples(dataset.current()).rows(1, SAMPLE), provider.counter());
        return new TrainingQuote(train, validation, test, cost(order, scaled(sample, train)), objections);
    }

    /** What so many examples have if they are like those of a sample. */
    private static TokenStatistics scaled(TokenStatistics sample, long examples) {
        double factor = (double) examples / sample.examples();
        TokenCount count = sample.count();
        Map<Role, Long> byRole = new EnumMap<>(Role.class);
        sample.byRole().forEach((role, tokens) -> byRole.put(role, Math.round(tokens * factor)));
        return new TokenStatistics(
                examples,
                new TokenCount(
                        Math.round(count.total() * factor),
                        Math.round(count.trainable() * factor),
                        Math.round(count.tools() * factor)),
                byRole,
                sample.shortest(),
                sample.median(),
                sample.p95(),
                sample.longest(),
                sample.counter(),
                false);
    }

    /**
     * Starts a run. An order with the key of an earlier one gives that run.
     *
     * @return the run's id
     * @throws dev.finetuning.console.input.RefusedException if the dataset is gone, or the order asks for a promotion
     *     and the caller may not promote
     */
    public String start(TrainingOrder order, Caller caller) {
        if (order.promote()) {
            RetrainingDesk.requireApproval(caller);
        }
        StoredDataset dataset = shelf.dataset(order.dataset());
        Optional<String> before = order.key().flatMap(runs::startedAs);
        return before.isPresent() ? before.get() : start(order, dataset, caller);
    }

    private String start(TrainingOrder order, StoredDataset dataset, Caller caller) {
        try (SplitParts parts = shelf.split(dataset, order.settings().ratios())) {
            RunPlan plan = plan(order, dataset, parts, caller);
            return order.key().isPresent() ? runs.startOnce(order.key().get(), plan) : runs.start(plan);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove the parts of a split", e);
        }
    }

    private RunPlan plan(TrainingOrder order, StoredDataset dataset, SplitParts parts, Caller caller) {
        String revision = String.valueOf(dataset.current().number());
        RunPlan.Builder plan = RunPlan.builder(order.model(), order.baseModel(), parts.train())
                .validation(parts.validation())
                .test(parts.test())
                .checks(
                        shelf.opens(dataset.current())
                                ? provider.checks()
                                : provider.checks().independent())
                .cost(cost(order, TokenStatistics.of(parts.train(), provider.counter())))
                .request(request -> settings(request, order))
                .addLabel(TENANT, caller.tenant())
                .addLabel(BY, caller.who())
                .addLabel(DATASET, dataset.id())
                .addLabel(REVISION, revision)
                .addLabel(RATIOS, shares(parts.ratios()));
        parts.fingerprint().ifPresent(fingerprint -> plan.dataset(fingerprint, revision));
        order.budget().ifPresent(plan::limit);
        return order.promote() ? plan.build() : plan.withoutPromotion().build();
    }

    private static String shares(SplitRatios ratios) {
        return ratios.train() + "/" + ratios.validation() + "/" + ratios.test();
    }

    private CostEstimate cost(TrainingOrder order, TokenStatistics tokens) {
        OptionalDouble epochs = order.settings().hyperparameters().epochs().number();
        EpochRule rule = epochs.isPresent()
                ? EpochRule.fixed((int) Math.ceil(epochs.getAsDouble()))
                : EpochRule.boundedExposure();
        return CostEstimate.of(order.baseModel(), tokens, rule, provider.prices());
    }

    private static TrainingRequest.Builder settings(TrainingRequest.Builder request, TrainingOrder order) {
        request.hyperparameters(order.settings().hyperparameters());
        order.settings().suffix().ifPresent(request::suffix);
        order.settings().seed().ifPresent(request::seed);
        return request;
    }

    /** The runs that match, newest first. */
    public List<FineTuningRun> runs(RunQuery query) {
        return runs.runs(query);
    }

    /** A run. */
    public FineTuningRun run(String id) {
        return runs.run(id);
    }

    /** The events of a run's job so far, oldest first. */
    public List<TrainingEvent> events(String id) {
        return runs.model(id).events();
    }

    /** Requests the end of a run. */
    public FineTuningRun cancel(String id, Caller caller) {
        return runs.cancel(id, caller.who());
    }

    /** Lets a run that has timed out go on. */
    public FineTuningRun extend(String id, Caller caller) {
        return runs.extend(id, caller.who());
    }

    /** Confirms that the job of a run was not created, so that it may be sent again. */
    public FineTuningRun allowResend(String id, Caller caller) {
        return runs.allowResend(id, caller.who());
    }

    /** Moves every unfinished run by one step; returns how many were moved. */
    public int advanceAll() {
        return runs.advanceAll().size();
    }
}
