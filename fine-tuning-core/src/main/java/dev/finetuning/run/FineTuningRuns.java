package dev.finetuning.run;

import dev.finetuning.Sleeper;
import dev.finetuning.journal.Journal;
import dev.finetuning.registry.ModelRegistry;
import dev.finetuning.registry.promotion.PromotionPolicy;
import dev.finetuning.registry.version.Alias;
import dev.finetuning.run.internal.steps.Owner;
import dev.finetuning.run.internal.steps.RunBudgets;
import dev.finetuning.run.internal.steps.RunContext;
import dev.finetuning.run.internal.steps.RunCourse;
import dev.finetuning.run.internal.steps.RunPatience;
import dev.finetuning.run.internal.steps.RunSteps;
import dev.finetuning.run.internal.stored.RunData;
import dev.finetuning.run.internal.stored.RunEvent;
import dev.finetuning.run.internal.stored.RunLog;
import dev.finetuning.run.internal.stored.RunState;
import dev.finetuning.training.TrainingPipeline;
import dev.finetuning.training.follow.Deadlines;
import dev.finetuning.training.follow.PollPace;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs that go the whole way: upload, submit, train, ask, evaluate, register, promote. Every step's
 * outcome is in the journal before the next begins, so any process that opens the same journal and folder
 * can go on where another was killed, and at most one job is paid for per run.
 *
 * <p>{@link #advance} moves a run one step and may be called at any time, from anywhere, by several at
 * once; {@link #advanceAll} is what a scheduler calls; {@link #await} loops. Thread-safe.
 *
 * <p>No run waits for ever: see {@link Builder#deadlines}, {@link Builder#stepPatience} and {@link
 * Builder#servingPatience}. A provider's Retry-After is obeyed up to {@link PollPace#MAX_RETRY_AFTER}. The
 * job's status decides; events that cannot be read are told once and hold nothing up.
 */
public final class FineTuningRuns {
    private final RunContext context;
    private final RunSteps steps;
    private final PollPace pace;
    private final Sleeper sleeper;
    private final RunListeners listeners;

    private FineTuningRuns(Builder builder) {
        listeners = new RunListeners(builder.listeners);
        RunLog log = new RunLog(builder.journal, builder.clock);
        context = new RunContext(
                log,
                new RunData(builder.folder),
                builder.pipeline,
                builder.registry,
                new RunCourse.Choice(builder.usual, builder.courses),
                builder.lost,
                builder.lease,
                new RunPatience(builder.deadlines, builder.stepPatience, builder.servingPatience),
                new RunBudgets(builder.journal, log, builder.clock),
                builder.by,
                Owner.unique(),
                builder.clock,
                (run, failure) -> listeners.tellEventsUnread(run.view(), failure));
        steps = new RunSteps(context);
        pace = builder.pace;
        sleeper = builder.sleeper;
    }

    /**
     * Starts setting up.
     *
     * @param journal what survives
     * @param folder where the runs' prepared data is kept, shared by all processes that advance them
     * @param pipeline who trains
     * @param registry where models end up
     */
    public static Builder builder(Journal journal, Path folder, TrainingPipeline pipeline, ModelRegistry registry) {
        return new Builder(journal, folder, pipeline, registry);
    }

    /**
     * Starts a run: its data is checked and stored and its plan is durable when this returns; nothing is
     * sent yet. What its accounts have left is only looked at here, and set aside before its data is uploaded.
     *
     * @return the run's id
     * @throws dev.finetuning.provider.RequestRejectedException if the request is beyond the provider, listing all reasons
     * @throws TooFewExamplesException if too few training examples are left by the plan's checks
     * @throws dev.finetuning.quality.UnacceptableDatasetException if the checks forbid training on the whole
     * @throws dev.finetuning.cost.BudgetExceededException if it would cost more than a limit allows
     */
    public String start(RunPlan plan) {
        String id = steps.begin(plan);
        listeners.tell(run(id));
        return id;
    }

    /**
     * Moves a run one step, if one is due and nobody else is at it.
     *
     * @throws UnknownRunException if there is no such run
     */
    public FineTuningRun advance(String runId) {
        long before = context.log().load(runId).size();
        RunState after = steps.take(runId);
        FineTuningRun view = after.view();
        if (after.size() != before) {
            listeners.tell(view);
        }
        return view;
    }

    /**
     * Moves every run that is not over one step. Nothing that one run throws stops the others, errors and
     * unreadable runs included.
     *
     * @throws dev.finetuning.journal.JournalUnavailableException if the list of runs cannot be read
     */
    public List<Advance> advanceAll() {
        return context.log().unfinishedIds().stream()
                .map(this::advanceOne)
                .flatMap(Optional::stream)
                .toList();
    }

    private Optional<Advance> advanceOne(String runId) {
        try {
            return context.log().isOver(runId)
                    ? Optional.empty()
                    : Optional.of(new Advance(runId, Optional.of(advance(runId)), Optional.empty()));
        } catch (RuntimeException | Error e) {
            return Optional.of(new Advance(runId, Optional.empty(), Optional.of(e)));
        }
    }

    /**
     * What came of moving one run.
     *
     * @param runId the run's id
     * @param run the run afterwards; empty where it could not be moved
     * @param failure why it could not be moved; empty where it could
     */
    public record Advance(String runId, Optional<FineTuningRun> run, Optional<Throwable> failure) {}

    /**
     * Moves a run until it is over or needs a decision.
     *
     * @return the run as it then stands
     * @throws InterruptedException if the thread is interrupted; the run can be awaited again
     */
    public FineTuningRun await(String runId) throws InterruptedException {
        return await(runId, run -> {});
    }

    /**
     * The same with progress: stage, loss, what it has cost and how long its job will still take.
     *
     * @param progress hears how the run stands after every step and every look, whether it moved or not; what
     *     it throws ends the waiting and nothing else
     */
    public FineTuningRun await(String runId, LifecycleListener progress) throws InterruptedException {
        RunWait wait = new RunWait(pace, context.time(), sleeper);
        while (true) {
            long before = context.log().load(runId).size();
            FineTuningRun run = advance(runId);
            progress.onChange(run);
            if (run.status() != RunStatus.ACTIVE) {
                return run;
            }
            wait.after(run, context.log().load(runId).size() != before);
        }
    }

    /**
     * A run as it stands.
     *
     * @throws UnknownRunException if there is no such run
     */
    public FineTuningRun run(String runId) {
        return context.log().load(runId).view();
    }

    /** The runs asked for, newest first. */
    public List<FineTuningRun> runs(RunQuery query) {
        List<FineTuningRun> found = new ArrayList<>();
        for (RunState state : context.log().all()) {
            found.add(0, state.view());
        }
        return found.stream().filter(query::matches).toList();
    }

    /**
     * Asks for a run to end. Its job, if it has or may have one, is cancelled by the next steps.
     *
     * @param by who asks
     */
    public FineTuningRun cancel(String runId, String by) {
        return decide(runId, new RunEvent.CancelRequested(by));
    }

    /**
     * Lets a run go on that is {@link RunStatus#TIMED_OUT}, with all its deadlines beginning anew. For a run
     * that is under way this only does the latter.
     *
     * @param by who decides
     */
    public FineTuningRun extend(String runId, String by) {
        return decide(runId, new RunEvent.Extended(by));
    }

    /**
     * Decides, for a run that needs a decision, that its job was not created and may be sent again.
     *
     * @param by who decides
     */
    public FineTuningRun allowResend(String runId, String by) {
        return decide(runId, new RunEvent.ResendAllowed(by));
    }

    private FineTuningRun decide(String runId, RunEvent decision) {
        FineTuningRun run = steps.decide(runId, decision).view();
        listeners.tell(run);
        return run;
    }

    /** A plain-text summary for logs and terminals: counts by status, and the last ten runs in detail. */
    public String summary() {
        return RunSummary.of(runs(RunQuery.ALL), context.now());
    }

    /**
     * Goes on with the newest unfinished run of the plan's model that carries all labels of the plan, and
     * starts one only where there is none. However many processes call this at once on one journal, they get
     * one run.
     *
     * @return the run's id
     * @throws dev.finetuning.provider.RequestRejectedException as {@link #start}, if a run must be started
     * @throws TooFewExamplesException as {@link #start}, if a run must be started
     * @throws dev.finetuning.quality.UnacceptableDatasetException as {@link #start}, if a run must be started
     * @throws dev.finetuning.cost.BudgetExceededException as {@link #start}, if a run must be started
     */
    public String resumeOrStart(RunPlan plan) {
        Optional<String> unfinished = steps.unfinishedLike(plan);
        if (unfinished.isPresent()) {
            return unfinished.get();
        }
        String id = steps.beginUnlessUnfinished(plan);
        listeners.tell(run(id));
        return id;
    }

    /**
     * The newest run of a model that is not over. To go on with it or else start one, use {@link
     * #resumeOrStart}: between this look and a start another process may start its own.
     */
    public Optional<FineTuningRun> unfinished(String modelName) {
        return runs(RunQuery.ALL).stream()
                .filter(run -> run.name().equals(modelName) && !run.status().terminal())
                .findFirst();
    }

    /** Collects the settings; not thread-safe. */
    public static final class Builder {
        private final Journal journal;
        private final Path folder;
        private final TrainingPipeline pipeline;
        private final ModelRegistry registry;
        private RunCourse usual = new RunCourse(RunEvaluation.none(), PromotionPolicy.of(), Alias.PRODUCTION);
        private final Map<String, RunCourse> courses = new HashMap<>();
        private LostAnswerPolicy lost = LostAnswerPolicy.DEFAULT;
        private Duration lease = Duration.ofMinutes(5);
        private Deadlines deadlines = Deadlines.DEFAULT;
        private Duration stepPatience = Duration.ofDays(1);
        private Duration servingPatience = Duration.ofMinutes(30);
        private PollPace pace = PollPace.DEFAULT;
        private String by = "fine-tuning run";
        private InstantSource clock = InstantSource.system();
        private Sleeper sleeper = Sleeper.system();
        private final List<LifecycleListener> listeners = new ArrayList<>();

        private Builder(Journal journal, Path folder, TrainingPipeline pipeline, ModelRegistry registry) {
            this.journal = journal;
            this.folder = folder;
            this.pipeline = pipeline;
            this.registry = registry;
        }

        /** How models are measured; not at all by default. */
        public Builder evaluation(RunEvaluation newEvaluation) {
            usual = new RunCourse(newEvaluation, usual.policy(), usual.alias());
            return this;
        }

        /** Which gates a model must pass, and the alias behind them; no gates and production by default. */
        public Builder promotion(PromotionPolicy newPolicy, Alias newAlias) {
            usual = new RunCourse(usual.evaluation(), newPolicy, newAlias);
            return this;
        }

        /** The same for one model of its own, by its name in the registry. */
        public Builder model(String name, RunEvaluation itsEvaluation, PromotionPolicy itsPolicy, Alias itsAlias) {
            courses.put(name, new RunCourse(itsEvaluation, itsPolicy, itsAlias));
            return this;
        }

        /** What to do when a creation's outcome is unknown. */
        public Builder lostAnswer(LostAnswerPolicy handling) {
            lost = handling;
            return this;
        }

        /** How long one process may be silent in a step before another takes over; 5 minutes by default. */
        public Builder lease(Duration duration) {
            lease = duration;
            return this;
        }

        /**
         * How long a run waits for its job; {@link Deadlines#DEFAULT} by default. The times begin when the job
         * is created or adopted. A run whose deadline passes is {@link RunStatus#TIMED_OUT}: its job is not
         * cancelled.
         */
        public Builder deadlines(Deadlines maximum) {
            deadlines = maximum;
            return this;
        }

        /**
         * For how long a step other than following the job may keep failing; a day by default. After that the run
         * is {@link RunStatus#TIMED_OUT}.
         *
         * @throws IllegalArgumentException if it is not positive
         */
        public Builder stepPatience(Duration maximum) {
            stepPatience = positive("stepPatience", maximum);
            return this;
        }

        /**
         * How long a new model may take to be served; 30 minutes by default. After that the run is {@link
         * RunStatus#TIMED_OUT}: where a model must be deployed first, deploy it and extend the run.
         *
         * @throws IllegalArgumentException if it is not positive
         */
        public Builder servingPatience(Duration maximum) {
            servingPatience = positive("servingPatience", maximum);
            return this;
        }

        private static Duration positive(String name, Duration duration) {
            if (duration.isZero() || duration.isNegative()) {
                throw new IllegalArgumentException(name + " must be positive: " + duration);
            }
            return duration;
        }

        /** How often {@link FineTuningRuns#await} looks at a job. */
        public Builder pace(PollPace newPace) {
            pace = newPace;
            return this;
        }

        /** Who stands in the registry's history as the author. */
        public Builder by(String author) {
            by = author;
            return this;
        }

        /** Where the time comes from. */
        public Builder clock(InstantSource source) {
            clock = source;
            return this;
        }

        /** How to pause. */
        public Builder sleeper(Sleeper newSleeper) {
            sleeper = newSleeper;
            return this;
        }

        /** One more listener. */
        public Builder addListener(LifecycleListener listener) {
            listeners.add(listener);
            return this;
        }

        /**
         * The runs.
         *
         * @throws IllegalStateException if a gate reads a metric that the evaluation beside it says it does not
         *     measure: no model could pass, however much was paid for it
         */
        public FineTuningRuns build() {
            usual.requireWhatItsGatesRead("the usual promotion");
            courses.forEach((model, course) -> course.requireWhatItsGatesRead("the promotion of " + model));
            return new FineTuningRuns(this);
        }
    }
}
