package dev.finetuning.run;

import dev.finetuning.Sleeper;
import dev.finetuning.content.ContentStore;
import dev.finetuning.content.FolderContentStore;
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
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Runs of the whole process: upload, submit, train, ask, evaluate, register, promote. The outcome of each
 * step is in the journal before the next step begins, so any process that opens the same journal and has the
 * same folder or store can continue a run that another process left, and a run pays for one job at most.
 *
 * <p>{@link #advance} moves a run by one step. It may be called at any time, from any process,
 * concurrently. {@link #advanceAll} is for schedulers; {@link #await} blocks until a run ends. Thread-safe.
 *
 * <p>No run waits for ever: see {@link Builder#deadlines}, {@link Builder#stepPatience} and {@link
 * Builder#servingPatience}. A provider's Retry-After is obeyed up to {@link PollPace#MAX_RETRY_AFTER}. The
 * job's status decides; if events cannot be read, that is reported once and delays nothing.
 */
public final class FineTuningRuns {
    private static final int MAX_KEY = 500;

    private final RunContext context;
    private final RunSteps steps;
    private final PollPace pace;
    private final Sleeper sleeper;
    private final RunListeners listeners;

    private FineTuningRuns(Builder builder) {
        listeners = new RunListeners(builder.listeners);
        RunData data = new RunData(builder.data, builder.keepingData);
        RunLog log = new RunLog(builder.journal, builder.clock, data);
        context = new RunContext(
                log,
                data,
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
     * Starts the configuration, with the prepared data of the runs in a folder.
     *
     * @param journal stores the progress of the runs
     * @param folder where the prepared data of the runs is stored; every process that advances them must see the same
     *     folder. Machines without a shared disk use a store
     * @param pipeline the provider
     * @param registry where the models are registered
     */
    public static Builder builder(Journal journal, Path folder, TrainingPipeline pipeline, ModelRegistry registry) {
        return builder(journal, FolderContentStore.in(folder), pipeline, registry);
    }

    /**
     * Starts the configuration, with the prepared data of the runs in a store, such as {@link
     * dev.finetuning.journal.jdbc.JdbcContentStore} in the journal's database. Journal and store are then all that the
     * machines share.
     *
     * @param journal stores the progress of the runs
     * @param data stores the prepared data of the runs: training, validation and test examples
     * @param pipeline the provider; what it keeps on a disk of its own, as the local provider does, is not shared
     * @param registry where the models are registered
     */
    public static Builder builder(
            Journal journal, ContentStore data, TrainingPipeline pipeline, ModelRegistry registry) {
        return new Builder(journal, data, pipeline, registry);
    }

    /**
     * Starts a run. When this returns, its data is checked and stored and its plan is in the journal;
     * nothing has been sent. Budgets are checked here and reserved before the upload.
     *
     * @return the run's id
     * @throws dev.finetuning.provider.RequestRejectedException if the provider would refuse the request;
     *     lists all reasons
     * @throws TooFewExamplesException if the checks leave too few training examples
     * @throws dev.finetuning.quality.UnacceptableDatasetException if the checks reject the dataset as a
     *     whole
     * @throws dev.finetuning.cost.BudgetExceededException if the estimate exceeds a limit
     */
    public String start(RunPlan plan) {
        String id = steps.begin(plan);
        listeners.announce(run(id));
        return id;
    }

    /**
     * Moves a run by one step, if one is due and no other process is working on it.
     *
     * @throws UnknownRunException if there is no such run
     */
    public FineTuningRun advance(String runId) {
        RunState before = context.log().load(runId);
        RunState after = steps.take(runId);
        FineTuningRun view = after.view();
        if (after.stage() != before.stage() || after.status() != before.status()) {
            listeners.announce(view);
        } else if (after.size() != before.size()) {
            listeners.tell(view);
        }
        return view;
    }

    /**
     * Moves every unfinished run by one step. A failure of one run, including an unreadable one, does not
     * stop the others.
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
     * The result of moving one run.
     *
     * @param runId the run's id
     * @param run the run afterwards; empty if it could not be moved
     * @param failure why it could not be moved; empty if it could
     */
    public record Advance(String runId, Optional<FineTuningRun> run, Optional<Throwable> failure) {}

    /**
     * Moves a run until it is over or needs a decision.
     *
     * @return the run at that point
     * @throws InterruptedException if the thread is interrupted; the run can be awaited again
     */
    public FineTuningRun await(String runId) throws InterruptedException {
        return await(runId, run -> {});
    }

    /**
     * Moves a run until it is over or needs a decision, and reports its progress: stage, loss, cost and
     * remaining time.
     *
     * @param progress called after every step and every look; an exception it throws ends the waiting, not
     *     the run
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
     * The current state of a run.
     *
     * @throws UnknownRunException if there is no such run
     */
    public FineTuningRun run(String runId) {
        return context.log().load(runId).view();
    }

    /**
     * What a run has made: events, checkpoints and a version.
     *
     * @throws UnknownRunException if there is no such run
     */
    public RunModel model(String runId) {
        context.log().load(runId);
        return new RunModel(context, runId);
    }

    /** The gates that decide about the versions of a model, by its name in the registry. */
    public PromotionPolicy promotionOf(String modelName) {
        return context.courses().of(modelName).policy();
    }

    /** The matching runs, newest first. */
    public List<FineTuningRun> runs(RunQuery query) {
        List<FineTuningRun> found = new ArrayList<>();
        for (RunState state : context.log().all()) {
            found.add(0, state.view());
        }
        return found.stream().filter(query::matches).toList();
    }

    /**
     * The runs that are not over, and those that were over at or after an instant, newest first. No other run is
     * read, so this is quick however many there have been.
     */
    public List<FineTuningRun> unfinishedOrOverSince(Instant from) {
        List<FineTuningRun> found = new ArrayList<>();
        for (RunState state : context.log().unfinishedOrOverSince(from)) {
            found.add(0, state.view());
        }
        return List.copyOf(found);
    }

    /**
     * Requests the end of a run. The next steps cancel its job, if there is or may be one.
     *
     * @param by who requests it
     */
    public FineTuningRun cancel(String runId, String by) {
        return decide(runId, new RunEvent.CancelRequested(by));
    }

    /**
     * Continues a run that is {@link RunStatus#TIMED_OUT}, with new deadlines. For an active run it only
     * renews the deadlines.
     *
     * @param by who decides
     */
    public FineTuningRun extend(String runId, String by) {
        return decide(runId, new RunEvent.Extended(by));
    }

    /**
     * Confirms, for a run that needs a decision, that its job was not created and may be sent again.
     *
     * @param by who decides
     */
    public FineTuningRun allowResend(String runId, String by) {
        return decide(runId, new RunEvent.ResendAllowed(by));
    }

    private FineTuningRun decide(String runId, RunEvent decision) {
        FineTuningRun run = steps.decide(runId, decision).view();
        listeners.announce(run);
        return run;
    }

    /** A plain-text summary for logs and terminals: counts by status, and details of the last ten runs. */
    public String summary() {
        return RunSummary.of(runs(RunQuery.ALL), context.now());
    }

    /**
     * Continues the newest unfinished run with the plan's model name and all of its labels, or starts a new
     * run if there is none. However many processes call this at once with the same journal, they get the
     * same run.
     *
     * @return the run's id
     * @throws dev.finetuning.provider.RequestRejectedException as {@link #start}, if a run must be started
     * @throws TooFewExamplesException as {@link #start}, if a run must be started
     * @throws dev.finetuning.quality.UnacceptableDatasetException as {@link #start}, if a run must be
     *     started
     * @throws dev.finetuning.cost.BudgetExceededException as {@link #start}, if a run must be started
     */
    public String resumeOrStart(RunPlan plan) {
        Optional<String> unfinished = steps.unfinishedLike(plan);
        if (unfinished.isPresent()) {
            return unfinished.get();
        }
        String id = steps.beginUnlessUnfinished(plan);
        listeners.announce(run(id));
        return id;
    }

    /**
     * Starts a run under a key, once. Every later call with the same key, from any process on the same journal,
     * returns that run, even after it is over. Calls at the same time get the same run. The plan of a later call
     * is ignored, so the key should say everything that matters: {@code "search-7/trial-3"}, {@code "retraining of support, week 48"}.
     *
     * @param key 1 to 500 characters
     * @return the run's id
     * @throws IllegalArgumentException if the key is blank or too long
     * @throws dev.finetuning.provider.RequestRejectedException as {@link #start}, if a run must be started
     * @throws TooFewExamplesException as {@link #start}, if a run must be started
     * @throws dev.finetuning.quality.UnacceptableDatasetException as {@link #start}, if a run must be started
     * @throws dev.finetuning.cost.BudgetExceededException as {@link #start}, if a run must be started
     */
    public String startOnce(String key, RunPlan plan) {
        return startOnce(key, () -> plan);
    }

    /**
     * Like {@link #startOnce(String, RunPlan)}, with a plan that is made only if a run must be started. Making a plan
     * may take long, for example if its data has to be read.
     *
     * @param key 1 to 500 characters
     * @return the run's id
     */
    public String startOnce(String key, Supplier<RunPlan> plan) {
        if (key.isBlank() || key.length() > MAX_KEY) {
            throw new IllegalArgumentException("a key has 1 to " + MAX_KEY + " characters, not " + key.length());
        }
        Optional<String> before = steps.startedAs(key);
        if (before.isPresent()) {
            return before.get();
        }
        String id = steps.beginAs(key, plan.get());
        listeners.announce(run(id));
        return id;
    }

    /**
     * An id for a run that will be started with {@link #startReserved}: to be given out, and stored, before the run's
     * data is prepared, which may take long. Nothing is written, and until it is started there is no such run.
     */
    public String reserve() {
        return steps.reserve();
    }

    /**
     * Starts a run under an id that was {@linkplain #reserve reserved} for it, once. Every later call with the same id,
     * from any process on the same journal, changes nothing. Whoever was killed in between calls it again.
     *
     * @param reservedId the id
     * @param plan made only if the run must be started
     * @return whether the run had not been started before
     * @throws IllegalArgumentException if {@link #reserve} gives no such id
     * @throws dev.finetuning.provider.RequestRejectedException as {@link #start}, if the run must be started
     * @throws TooFewExamplesException as {@link #start}, if the run must be started
     * @throws dev.finetuning.quality.UnacceptableDatasetException as {@link #start}, if the run must be started
     * @throws dev.finetuning.cost.BudgetExceededException as {@link #start}, if the run must be started
     */
    public boolean startReserved(String reservedId, Supplier<RunPlan> plan) {
        boolean begun = steps.beginReserved(reservedId, plan);
        if (begun) {
            listeners.announce(run(reservedId));
        }
        return begun;
    }

    /** The id of the run that was started under a key; empty if none was. */
    public Optional<String> startedAs(String key) {
        return steps.startedAs(key);
    }

    /**
     * The newest unfinished run of a model. To continue it or else start one, use {@link #resumeOrStart}:
     * another process may start a run between this call and {@link #start}.
     */
    public Optional<FineTuningRun> unfinished(String modelName) {
        return context.log()
                .newestUnfinished(run -> run.started().name().equals(modelName))
                .map(this::run);
    }

    /** Collects the settings. Not thread-safe. */
    public static final class Builder {
        private final Journal journal;
        private final ContentStore data;
        private final TrainingPipeline pipeline;
        private final ModelRegistry registry;
        private RunCourse usual = new RunCourse(RunEvaluation.none(), PromotionPolicy.of(), Alias.PRODUCTION);
        private final Map<String, RunCourse> courses = new HashMap<>();
        private LostAnswerPolicy lost = LostAnswerPolicy.DEFAULT;
        private boolean keepingData;
        private Duration lease = Duration.ofMinutes(5);
        private Deadlines deadlines = Deadlines.DEFAULT;
        private Duration stepPatience = Duration.ofDays(1);
        private Duration servingPatience = Duration.ofMinutes(30);
        private PollPace pace = PollPace.DEFAULT;
        private String by = "fine-tuning run";
        private InstantSource clock = InstantSource.system();
        private Sleeper sleeper = Sleeper.system();
        private final List<LifecycleListener> listeners = new ArrayList<>();

        private Builder(Journal journal, ContentStore data, TrainingPipeline pipeline, ModelRegistry registry) {
            this.journal = journal;
            this.data = data;
            this.pipeline = pipeline;
            this.registry = registry;
        }

        /** How models are evaluated; by default not at all. If gates read score cards, it names its metrics. */
        public Builder evaluation(RunEvaluation newEvaluation) {
            usual = new RunCourse(newEvaluation, usual.policy(), usual.alias());
            return this;
        }

        /** The gates a model must pass and the alias it then gets; by default no gates and the alias production. */
        public Builder promotion(PromotionPolicy newPolicy, Alias newAlias) {
            usual = new RunCourse(usual.evaluation(), newPolicy, newAlias);
            return this;
        }

        /** Evaluation, gates and alias for one model, by its name in the registry. */
        public Builder model(String name, RunEvaluation itsEvaluation, PromotionPolicy itsPolicy, Alias itsAlias) {
            courses.put(name, new RunCourse(itsEvaluation, itsPolicy, itsAlias));
            return this;
        }

        /** What to do if the outcome of a creation is unknown. */
        public Builder lostAnswer(LostAnswerPolicy handling) {
            lost = handling;
            return this;
        }

        /**
         * Keeps the prepared data of runs that are over. By default it is removed when a run has succeeded, failed or
         * was cancelled, because no run reads it again.
         */
        public Builder keepData() {
            keepingData = true;
            return this;
        }

        /** How long a process may be silent in a step before another takes over; 5 minutes by default. */
        public Builder lease(Duration duration) {
            lease = duration;
            return this;
        }

        /**
         * How long a run waits for its job; {@link Deadlines#DEFAULT} by default. The time starts when the
         * job is created or adopted. If a deadline passes, the run becomes {@link RunStatus#TIMED_OUT}; its
         * job is not cancelled.
         */
        public Builder deadlines(Deadlines maximum) {
            deadlines = maximum;
            return this;
        }

        /**
         * How long any step other than following the job may keep failing; a day by default. After that the
         * run becomes {@link RunStatus#TIMED_OUT}.
         *
         * @throws IllegalArgumentException if it is not positive
         */
        public Builder stepPatience(Duration maximum) {
            stepPatience = positive("stepPatience", maximum);
            return this;
        }

        /**
         * How long the provider may take to serve a new model; 30 minutes by default. After that the run
         * becomes {@link RunStatus#TIMED_OUT}. If a model must be deployed first, deploy it and extend the
         * run.
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

        /** The author of changes in the registry's history. */
        public Builder by(String author) {
            by = author;
            return this;
        }

        /** The clock; the system's by default. */
        public Builder clock(InstantSource source) {
            clock = source;
            return this;
        }

        /** How to pause. */
        public Builder sleeper(Sleeper newSleeper) {
            sleeper = newSleeper;
            return this;
        }

        /** Adds a listener. */
        public Builder addListener(LifecycleListener listener) {
            listeners.add(listener);
            return this;
        }

        /**
         * Builds the runs.
         *
         * @throws IllegalStateException if a gate reads a metric that the evaluation does not name (see
         *     {@link RunEvaluation#metrics()}), because then no model could pass, however much was paid for it
         */
        public FineTuningRuns build() {
            usual.requireWhatItsGatesRead("the usual promotion");
            courses.forEach((model, course) -> course.requireWhatItsGatesRead("the promotion of " + model));
            return new FineTuningRuns(this);
        }
    }
}
