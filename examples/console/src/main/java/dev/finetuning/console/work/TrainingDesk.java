package dev.finetuning.console.work;

import dev.finetuning.console.access.Caller;
import dev.finetuning.console.input.RefusedException;
import dev.finetuning.console.shelf.DatasetShelf;
import dev.finetuning.console.shelf.SplitParts;
import dev.finetuning.console.shelf.StoredDataset;
import dev.finetuning.cost.TokenStatistics;
import dev.finetuning.dataset.Split;
import dev.finetuning.dataset.SplitPlan;
import dev.finetuning.dataset.SplitRatios;
import dev.finetuning.journal.Journal;
import dev.finetuning.notification.Notification;
import dev.finetuning.notification.NotificationTopic;
import dev.finetuning.run.FineTuningRun;
import dev.finetuning.run.FineTuningRuns;
import dev.finetuning.run.RunQuery;
import dev.finetuning.run.RunStatus;
import dev.finetuning.run.UnknownRunException;
import dev.finetuning.training.TrainingEvent;
import dev.finetuning.training.TrainingPipeline;
import dev.finetuning.training.TrainingRequest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Starts runs, follows and cancels them. Thread-safe. */
public final class TrainingDesk implements AutoCloseable {
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
    /** The label that a run has until its data is prepared and it is the library's, with how far that has come. */
    public static final String PREPARING = "preparing";

    private static final String UNSENT_FILE = "not uploaded yet";

    private final DatasetShelf shelf;
    private final ConsoleProvider provider;
    private final TrainingPipeline pipeline;
    private final FineTuningRuns runs;
    private final RunPlans plans;
    private final RunOrders orders;

    TrainingDesk(
            DatasetShelf shelf,
            ConsoleProvider provider,
            TrainingPipeline pipeline,
            FineTuningRuns runs,
            Journal journal,
            InstantSource clock) {
        this.shelf = shelf;
        this.provider = provider;
        this.pipeline = pipeline;
        this.runs = runs;
        this.plans = new RunPlans(provider);
        this.orders =
                new RunOrders(shelf, plans, runs, new TextLog(journal, "run-orders", clock), new RetryPause(clock));
    }

    /** What an order would do and cost. Sends nothing. Of a large dataset, a sample is counted. */
    public TrainingQuote quote(TrainingOrder order) {
        StoredDataset dataset = shelf.dataset(order.dataset());
        List<String> objections = objections(order);
        if (!shelf.opens(dataset.current())) {
            return quoteOfSample(order, dataset, objections);
        }
        Split split = shelf.open(dataset, dataset.current())
                .split(SplitPlan.stable(order.settings().ratios()));
        return new TrainingQuote(
                split.train().size(),
                split.validation().size(),
                split.test().size(),
                plans.cost(order, TokenStatistics.of(split.train(), provider.counter())),
                objections);
    }

    private TrainingQuote quoteOfSample(TrainingOrder order, StoredDataset dataset, List<String> objections) {
        int examples = dataset.current().contents().examples();
        SplitRatios ratios =
                SplitParts.bounded(order.settings().ratios(), dataset.current().contents());
        int validation = (int) Math.round(examples * ratios.validation());
        int test = (int) Math.round(examples * ratios.test());
        int train = examples - validation - test;
        TokenStatistics tokens = SampledTokens.of(shelf, dataset.current(), provider.counter(), train);
        return new TrainingQuote(train, validation, test, plans.cost(order, tokens), objections);
    }

    /**
     * Starts a run. Its data is prepared meanwhile; only what can be said of a small dataset within a moment is said
     * here. An order with the key of an earlier one gives that run.
     *
     * @return the run's id
     * @throws dev.finetuning.console.input.RefusedException if the dataset is gone, the provider would refuse the
     *     request, or the order asks for a promotion and the caller may not promote
     */
    public String start(TrainingOrder order, Caller caller) {
        if (order.promote()) {
            RetrainingDesk.requireApproval(caller);
        }
        StoredDataset dataset = shelf.dataset(order.dataset());
        Optional<String> before = order.key().flatMap(key -> orders.under(key).or(() -> runs.startedAs(key)));
        if (before.isPresent()) {
            return before.get();
        }
        List<String> objections = objections(order);
        if (!objections.isEmpty()) {
            throw RefusedException.of(RefusedException.Kind.INVALID, "request_rejected", String.join("; ", objections));
        }
        return orders.take(
                order,
                Map.of(
                        TENANT,
                        caller.tenant(),
                        BY,
                        caller.who(),
                        REVISION,
                        String.valueOf(dataset.current().number())));
    }

    private List<String> objections(TrainingOrder order) {
        return pipeline.reasonsAgainst(RunPlans.settings(TrainingRequest.builder(order.baseModel(), UNSENT_FILE), order)
                .build());
    }

    /** The runs that match, newest first. */
    public List<FineTuningRun> runs(RunQuery query) {
        // a run that begins between the two looks is in both
        Map<String, FineTuningRun> byId = new LinkedHashMap<>();
        orders.orders(query).forEach(run -> byId.put(run.id(), run));
        runs.runs(query).forEach(run -> byId.put(run.id(), run));
        List<FineTuningRun> all = new ArrayList<>(byId.values());
        all.sort(Comparator.comparing(FineTuningRun::startedAt).reversed());
        return all;
    }

    /**
     * A run, also one that is being {@linkplain #isPreparing prepared}.
     *
     * @throws UnknownRunException if there is none
     */
    public FineTuningRun run(String id) {
        return either(id, () -> runs.run(id));
    }

    /** What the library says of a run, or the order of which there is no run yet. */
    private FineTuningRun either(String id, Supplier<FineTuningRun> started) {
        try {
            return started.get();
        } catch (UnknownRunException e) {
            Optional<FineTuningRun> order = orders.order(id);
            // between the two looks, the run may have begun
            return order.isPresent() ? order.get() : runs.run(id);
        }
    }

    /** Whether the data of a run is not prepared, so that the library does not know the run yet. */
    public static boolean isPreparing(FineTuningRun run) {
        return run.labels().containsKey(PREPARING);
    }

    /** The events of a run's job so far, oldest first. */
    public List<TrainingEvent> events(String id) {
        return isPreparing(run(id)) ? List.of() : runs.model(id).events();
    }

    /** Requests the end of a run. */
    public FineTuningRun cancel(String id, Caller caller) {
        orders.cancel(id, caller.who());
        return either(id, () -> runs.cancel(id, caller.who()));
    }

    /** Lets a run that has timed out go on. */
    public FineTuningRun extend(String id, Caller caller) {
        return either(id, () -> runs.extend(id, caller.who()));
    }

    /** Confirms that the job of a run was not created, so that it may be sent again. */
    public FineTuningRun allowResend(String id, Caller caller) {
        return either(id, () -> runs.allowResend(id, caller.who()));
    }

    /** Goes on with orders, and moves every unfinished run by one step; returns how many are under way. */
    public int advanceAll() {
        return orders.advanceAll() + runs.advanceAll().size();
    }

    /** Orders whose preparation has failed, for whoever is notified. */
    List<Notification> unprepared(Instant from) {
        return orders.orders(RunQuery.ALL.withStatus(RunStatus.FAILED)).stream()
                .filter(run -> !run.updatedAt().isBefore(from))
                .map(run -> Notification.of(
                                "run-order/" + run.id() + "/failed",
                                NotificationTopic.RUN,
                                run.name(),
                                "run " + run.id() + " could not be prepared: "
                                        + run.note().orElse(""),
                                run.updatedAt())
                        .with("run", run.id()))
                .toList();
    }

    @Override
    public void close() {
        orders.close();
    }
}
