package dev.finetuning.console.work;

import dev.finetuning.console.access.Caller;
import dev.finetuning.console.shelf.DatasetShelf;
import dev.finetuning.console.shelf.StoredDataset;
import dev.finetuning.cost.CostEstimate;
import dev.finetuning.cost.EpochRule;
import dev.finetuning.cost.TokenStatistics;
import dev.finetuning.dataset.Dataset;
import dev.finetuning.dataset.Split;
import dev.finetuning.dataset.SplitPlan;
import dev.finetuning.dataset.SplitRatios;
import dev.finetuning.run.FineTuningRun;
import dev.finetuning.run.FineTuningRuns;
import dev.finetuning.run.RunPlan;
import dev.finetuning.run.RunQuery;
import dev.finetuning.training.TrainingEvent;
import dev.finetuning.training.TrainingPipeline;
import dev.finetuning.training.TrainingRequest;
import java.util.List;
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

    /** What an order would do and cost. Sends nothing. */
    public TrainingQuote quote(TrainingOrder order) {
        StoredDataset dataset = shelf.dataset(order.dataset());
        Split split = split(shelf.open(dataset, dataset.current()), order);
        TrainingRequest request = settings(TrainingRequest.builder(order.baseModel(), UNSENT_FILE), order)
                .build();
        return new TrainingQuote(
                split.train().size(),
                split.validation().size(),
                split.test().size(),
                cost(order, split),
                pipeline.reasonsAgainst(request));
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
        RunPlan plan = plan(order, dataset, caller);
        return order.key().isPresent() ? runs.startOnce(order.key().get(), plan) : runs.start(plan);
    }

    private RunPlan plan(TrainingOrder order, StoredDataset dataset, Caller caller) {
        Split split = split(shelf.open(dataset, dataset.current()), order);
        RunPlan.Builder plan = RunPlan.builder(order.model(), order.baseModel(), split)
                .dataset(
                        split.train().fingerprint().hex(),
                        String.valueOf(dataset.current().number()))
                .checks(provider.checks())
                .cost(cost(order, split))
                .request(request -> settings(request, order))
                .addLabel(TENANT, caller.tenant())
                .addLabel(BY, caller.who())
                .addLabel(DATASET, dataset.id())
                .addLabel(REVISION, String.valueOf(dataset.current().number()))
                .addLabel(RATIOS, shares(order.settings().ratios()));
        order.budget().ifPresent(plan::limit);
        return order.promote() ? plan.build() : plan.withoutPromotion().build();
    }

    private static String shares(SplitRatios ratios) {
        return ratios.train() + "/" + ratios.validation() + "/" + ratios.test();
    }

    private static Split split(Dataset data, TrainingOrder order) {
        return data.split(SplitPlan.stable(order.settings().ratios()));
    }

    private CostEstimate cost(TrainingOrder order, Split split) {
        OptionalDouble epochs = order.settings().hyperparameters().epochs().number();
        EpochRule rule = epochs.isPresent()
                ? EpochRule.fixed((int) Math.ceil(epochs.getAsDouble()))
                : EpochRule.boundedExposure();
        TokenStatistics tokens = TokenStatistics.of(split.train(), provider.counter());
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
