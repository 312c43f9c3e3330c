package dev.finetuning.run;

import dev.finetuning.Sleeper;
import dev.finetuning.content.ContentStore;
import dev.finetuning.journal.Journal;
import dev.finetuning.registry.ModelRegistry;
import dev.finetuning.registry.promotion.PromotionPolicy;
import dev.finetuning.registry.version.Alias;
import dev.finetuning.run.internal.steps.RunCourse;
import dev.finetuning.training.TrainingPipeline;
import dev.finetuning.training.follow.Deadlines;
import dev.finetuning.training.follow.PollPace;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Collects the settings of {@link FineTuningRuns}; {@link FineTuningRuns#builder} starts one. Not thread-safe. */
public final class FineTuningRunsBuilder {
    final Journal journal;
    final ContentStore data;
    final TrainingPipeline pipeline;
    final ModelRegistry registry;
    RunCourse usual = new RunCourse(RunEvaluation.none(), PromotionPolicy.of(), Alias.PRODUCTION);
    final Map<String, RunCourse> courses = new HashMap<>();
    Optional<LostAnswerPolicy> lost = Optional.empty();
    boolean keepingData;
    Duration lease = Duration.ofMinutes(5);
    Deadlines deadlines = Deadlines.DEFAULT;
    Duration stepPatience = Duration.ofDays(1);
    Duration servingPatience = Duration.ofMinutes(30);
    Optional<PollPace> pace = Optional.empty();
    String by = "fine-tuning run";
    InstantSource clock = InstantSource.system();
    Sleeper sleeper = Sleeper.system();
    final List<LifecycleListener> listeners = new ArrayList<>();

    FineTuningRunsBuilder(Journal journal, ContentStore data, TrainingPipeline pipeline, ModelRegistry registry) {
        this.journal = journal;
        this.data = data;
        this.pipeline = pipeline;
        this.registry = registry;
    }

    /** How models are evaluated; by default not at all. If gates read score cards, it names its metrics. */
    public FineTuningRunsBuilder evaluation(RunEvaluation newEvaluation) {
        usual = new RunCourse(newEvaluation, usual.policy(), usual.alias());
        return this;
    }

    /** The gates a model must pass and the alias it then gets; by default no gates and the alias production. */
    public FineTuningRunsBuilder promotion(PromotionPolicy newPolicy, Alias newAlias) {
        usual = new RunCourse(usual.evaluation(), newPolicy, newAlias);
        return this;
    }

    /** Evaluation, gates and alias for one model, by its name in the registry. */
    public FineTuningRunsBuilder model(
            String name, RunEvaluation itsEvaluation, PromotionPolicy itsPolicy, Alias itsAlias) {
        courses.put(name, new RunCourse(itsEvaluation, itsPolicy, itsAlias));
        return this;
    }

    /** What to do if the outcome of a creation is unknown; by default what suits the provider. */
    public FineTuningRunsBuilder lostAnswer(LostAnswerPolicy handling) {
        lost = Optional.of(handling);
        return this;
    }

    /**
     * Keeps the prepared data of runs that are over. By default it is removed when a run has succeeded, failed or
     * was cancelled, because no run reads it again.
     */
    public FineTuningRunsBuilder keepData() {
        keepingData = true;
        return this;
    }

    /** How long a process may be silent in a step before another takes over; 5 minutes by default. */
    public FineTuningRunsBuilder lease(Duration duration) {
        lease = duration;
        return this;
    }

    /**
     * How long a run waits for its job; {@link Deadlines#DEFAULT} by default. The time starts when the
     * job is created or adopted. If a deadline passes, the run becomes {@link RunStatus#TIMED_OUT}; its
     * job is not cancelled.
     */
    public FineTuningRunsBuilder deadlines(Deadlines maximum) {
        deadlines = maximum;
        return this;
    }

    /**
     * How long any step other than following the job may keep failing; a day by default. After that the
     * run becomes {@link RunStatus#TIMED_OUT}.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public FineTuningRunsBuilder stepPatience(Duration maximum) {
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
    public FineTuningRunsBuilder servingPatience(Duration maximum) {
        servingPatience = positive("servingPatience", maximum);
        return this;
    }

    private static Duration positive(String name, Duration duration) {
        if (duration.isZero() || duration.isNegative()) {
            throw new IllegalArgumentException(name + " must be positive: " + duration);
        }
        return duration;
    }

    /** How often {@link FineTuningRuns#await} looks at a job; by default as suits the provider. */
    public FineTuningRunsBuilder pace(PollPace newPace) {
        pace = Optional.of(newPace);
        return this;
    }

    /** The author of changes in the registry's history. */
    public FineTuningRunsBuilder by(String author) {
        by = author;
        return this;
    }

    /** The clock; the system's by default. */
    public FineTuningRunsBuilder clock(InstantSource source) {
        clock = source;
        return this;
    }

    /** How to pause. */
    public FineTuningRunsBuilder sleeper(Sleeper newSleeper) {
        sleeper = newSleeper;
        return this;
    }

    /** Adds a listener. */
    public FineTuningRunsBuilder addListener(LifecycleListener listener) {
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
