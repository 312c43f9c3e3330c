package dev.finetuning.run;

import dev.finetuning.Sleeper;
import dev.finetuning.content.ContentStore;
import dev.finetuning.content.FolderContentStore;
import dev.finetuning.journal.Journal;
import dev.finetuning.registry.ModelRegistry;
import dev.finetuning.registry.promotion.PromotionPolicy;
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
import dev.finetuning.training.follow.PollPace;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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
 * <p>No run waits for ever: see {@link FineTuningRunsBuilder#deadlines}, {@link
 * FineTuningRunsBuilder#stepPatience} and {@link FineTuningRunsBuilder#servingPatience}. A provider's Retry-After is
 * obeyed up to {@link PollPace#MAX_RETRY_AFTER}. The job's status decides; if events cannot be read, that is reported
 * once and delays nothing.
 */
public final class FineTuningRuns {
    private static final int MAX_KEY = 500;

    private final RunContext context;
    private final RunSteps steps;
    private final PollPace pace;
    private final Sleeper sleeper;
    private final RunListeners listeners;

    FineTuningRuns(FineTuningRunsBuilder builder) {
        listeners = new RunListeners(builder.listeners);
        RunData data = new RunData(builder.data, builder.keepingData);
        RunLog log = new RunLog(builder.journal, builder.clock, data);
        context = new RunContext(
                log,
                data,
                builder.pipeline,
                builder.registry,
                new RunCourse.Choice(builder.usual, builder.courses),
                builder.lost.orElseGet(() -> LostAnswerPolicy.suiting(builder.pipeline.capabilities())),
                builder.lease,
                new RunPatience(builder.deadlines, builder.stepPatience, builder.servingPatience),
                new RunBudgets(builder.journal, log, builder.clock),
                builder.by,
                Owner.unique(),
                builder.clock,
                (run, failure) -> listeners.tellEventsUnread(run.view(), failure));
        steps = new RunSteps(context);
        pace = builder.pace.orElseGet(() -> PollPace.suiting(builder.pipeline.capabilities()));
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
    public static FineTuningRunsBuilder builder(
            Journal journal, Path folder, TrainingPipeline pipeline, ModelRegistry registry) {
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
    public static FineTuningRunsBuilder builder(
            Journal journal, ContentStore data, TrainingPipeline pipeline, ModelRegistry registry) {
        return new FineTuningRunsBuilder(journal, data, pipeline, registry);
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
}
