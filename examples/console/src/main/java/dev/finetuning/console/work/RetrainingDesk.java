package dev.finetuning.console.work;

import dev.finetuning.console.access.Caller;
import dev.finetuning.console.access.Right;
import dev.finetuning.console.input.Fields;
import dev.finetuning.console.input.RefusedException;
import dev.finetuning.console.shelf.DatasetShelf;
import dev.finetuning.console.shelf.StoredDataset;
import dev.finetuning.cost.CostEstimate;
import dev.finetuning.cost.EpochRule;
import dev.finetuning.cost.TokenStatistics;
import dev.finetuning.example.Example;
import dev.finetuning.journal.Journal;
import dev.finetuning.retraining.ContinuousTraining;
import dev.finetuning.retraining.Receipt;
import dev.finetuning.retraining.RejectedExample;
import dev.finetuning.run.FineTuningRuns;
import dev.finetuning.run.RunPlan;
import dev.finetuning.training.TrainingPipeline;
import dev.finetuning.training.TrainingRequest;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Models that are trained again and again as examples arrive. Thread-safe. */
public final class RetrainingDesk implements AutoCloseable {
    static final String BY = "by";

    private static final Logger LOG = LoggerFactory.getLogger(RetrainingDesk.class);
    private static final String DEFINED = "retraining.defined";
    private static final String PAUSED = "retraining.paused";
    private static final String RESUMED = "retraining.resumed";
    private static final String MODEL = "model";
    private static final String UNSENT_FILE = "not uploaded yet";
    /** How many examples validate a round at most, and how many test it: each is asked about. */
    private static final int HELD_OUT = 2_000;
    /** From so many tokens on, a round's examples are only looked at one by one. */
    private static final long MANY_TOKENS = 2_000_000;

    private final DatasetShelf shelf;
    private final ConsoleProvider provider;
    private final TrainingPipeline pipeline;
    private final FineTuningRuns runs;
    private final Journal journal;
    private final InstantSource clock;
    private final TextLog log;
    private final RetryPause pause;
    private final Lock moving = new ReentrantLock();
    private final LatestByName<Noted> noted;
    private final Map<Noted, ContinuousTraining> trainings = new ConcurrentHashMap<>();
    private final DatasetFeeds feeds;
    private final PatientSteps steps = new PatientSteps("console retraining");

    RetrainingDesk(
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
        this.journal = journal;
        this.clock = clock;
        this.log = new TextLog(journal, "retrainings", clock);
        this.noted = new LatestByName<>(log, MODEL, "retraining", Noted::after);
        this.pause = new RetryPause(clock);
        this.feeds = new DatasetFeeds(shelf, this::feed, new TextLog(journal, "retraining-feeds", clock), pause);
    }

    /** What people have said about a model. */
    record Noted(TextLog.Entry start, Optional<TextLog.Entry> pause) {
        static Optional<Noted> after(Optional<Noted> before, TextLog.Entry entry) {
            return switch (entry.type()) {
                case DEFINED -> Optional.of(new Noted(entry, Optional.empty()));
                case PAUSED -> before.map(one -> new Noted(one.start(), Optional.of(entry)));
                default -> before.map(one -> new Noted(one.start(), Optional.empty()));
            };
        }

        RetrainingOrder order() {
            return RetrainingOrder.of(start.fields());
        }

        Optional<String> pausedBy() {
            return pause.map(entry -> entry.fields().require(BY));
        }
    }

    /** All of them, in the order in which they were defined. */
    public List<Retraining> all() {
        return noted.all().values().stream().map(this::look).toList();
    }

    /**
     * One of them.
     *
     * @param model the model's name
     * @throws RefusedException if it is not trained again and again
     */
    public Retraining of(String model) {
        return look(noted.get(model));
    }

    private Retraining look(Noted one) {
        return Retraining.of(one, training(one), feeds.of(one.order().model()));
    }

    /** The latest examples of a model that the checks refused, so many at most, oldest first. */
    public List<RejectedExample> refused(String model, int most) {
        return training(noted.get(model)).latestRejected(most);
    }

    /**
     * Says how a model is trained from now on. Its examples and rounds stay, whatever was said before.
     *
     * @throws RefusedException if the provider would refuse every round, or the caller may not promote
     */
    public Retraining define(Fields fields, Caller caller) {
        RetrainingOrder order = RetrainingOrder.of(fields);
        if (order.promote()) {
            requireApproval(caller);
        }
        List<String> objections = pipeline.reasonsAgainst(
                TrainingRequest.builder(order.baseModel(), UNSENT_FILE).build());
        if (!objections.isEmpty()) {
            throw RefusedException.of(RefusedException.Kind.INVALID, "request_rejected", String.join("; ", objections));
        }
        if (order.budget().isPresent()
                && provider.prices().of(order.baseModel()).isEmpty()) {
            throw RefusedException.of(
                    RefusedException.Kind.INVALID,
                    "unknown_price",
                    "A budget needs a price, and that of " + order.baseModel() + " is not known.");
        }
        Map<String, String> texts = new HashMap<>(order.texts());
        texts.put(BY, caller.who());
        texts.put(TrainingDesk.TENANT, caller.tenant());
        log.add(DEFINED, texts);
        return of(order.model());
    }

    /** Who orders a promotion ahead of time must be allowed to promote. */
    static void requireApproval(Caller caller) {
        if (!caller.right().includes(Right.APPROVE)) {
            throw RefusedException.of(
                    RefusedException.Kind.FORBIDDEN,
                    "right_missing",
                    "To have it promoted at once needs the right to approve.");
        }
    }

    /** No round begins until somebody resumes it; an open one goes on. */
    public Retraining pause(String model, Caller caller) {
        return note(PAUSED, model, caller);
    }

    /** Rounds begin again. */
    public Retraining resume(String model, Caller caller) {
        return note(RESUMED, model, caller);
    }

    private Retraining note(String type, String model, Caller caller) {
        noted.get(model);
        log.add(type, Map.of(MODEL, model, BY, caller.who()));
        return of(model);
    }

    /** Hands in examples. When this returns, they are on disk; the same content again changes nothing. */
    public List<Receipt> feed(String model, List<? extends Example> examples) {
        return training(noted.get(model)).addAll(examples);
    }

    /**
     * Hands in all examples of a dataset, which may have any size. When this returns, that is in the journal; a small
     * dataset is in the queue by then. The same again changes nothing.
     *
     * @param fields the {@code dataset} and, unless the newest is meant, its {@code revision}
     * @throws RefusedException if there is no such model, dataset or revision
     */
    public DatasetFeed handIn(String model, Fields fields, Caller caller) {
        noted.get(model);
        StoredDataset dataset = shelf.dataset(fields.require("dataset"));
        int number = fields.whole("revision", 1, Integer.MAX_VALUE)
                .orElse(dataset.current().number());
        return feeds.hand(model, dataset, dataset.revision(number), caller);
    }

    /**
     * Begins a round now.
     *
     * @throws RefusedException if no example waits
     */
    public Retraining train(String model, Caller caller) {
        if (training(noted.get(model)).begin("ordered by " + caller.who()).isEmpty()) {
            throw RefusedException.of(
                    RefusedException.Kind.CONFLICT, "nothing_waits", "No example waits, so there is nothing to learn.");
        }
        return of(model);
    }

    /** Begins rounds that are due, and moves open ones by one step; returns how many are open. */
    int advanceAll() {
        if (!moving.tryLock()) {
            return 0;
        }
        try {
            feeds.advanceAll();
            int open = 0;
            for (Map.Entry<String, Noted> each : noted.all().entrySet()) {
                open += pause.isOver(each.getKey()) && move(each.getKey(), each.getValue()) ? 1 : 0;
            }
            return open;
        } finally {
            moving.unlock();
        }
    }

    /** A step that prepares a round with many examples takes minutes. */
    private boolean move(String model, Noted one) {
        return steps.take(model, () -> advance(model, one));
    }

    private boolean advance(String model, Noted one) {
        try {
            ContinuousTraining training = training(one);
            boolean open = look(one).open().isPresent();
            if (open || one.pause().isEmpty()) {
                training.advance();
            }
            return open;
        } catch (RuntimeException e) {
            LOG.warn("the retraining of {} could not be moved; it will be tried again", model, e);
            pause.failed(model);
            return false;
        }
    }

    private ContinuousTraining training(Noted one) {
        return trainings.computeIfAbsent(new Noted(one.start(), Optional.empty()), this::build);
    }

    private ContinuousTraining build(Noted one) {
        RetrainingOrder order = one.order();
        ContinuousTraining.Builder training = ContinuousTraining.builder(
                        order.model(), order.baseModel(), journal, runs)
                .policy(order.when().policy())
                .heldOutAtMost(HELD_OUT)
                .plan(plan -> plan(plan, one))
                .clock(clock);
        order.replay().ifPresent(training::continuing);
        return training.build();
    }

    private RunPlan.Builder plan(RunPlan.Builder plan, Noted one) {
        RetrainingOrder order = one.order();
        TokenStatistics tokens = TokenStatistics.of(plan.build().train(), provider.counter());
        boolean many = tokens.count().total() > MANY_TOKENS;
        plan.checks(many ? provider.checks().independent() : provider.checks())
                .cost(CostEstimate.of(order.baseModel(), tokens, EpochRule.boundedExposure(), provider.prices()))
                .addLabel(TrainingDesk.TENANT, one.start().fields().require(TrainingDesk.TENANT))
                .addLabel(TrainingDesk.BY, one.start().fields().require(BY));
        order.budget().ifPresent(plan::limit);
        return order.promote() ? plan : plan.withoutPromotion();
    }

    @Override
    public void close() {
        feeds.close();
        steps.close();
    }
}
