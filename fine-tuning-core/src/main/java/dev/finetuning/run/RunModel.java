package dev.finetuning.run;

import dev.finetuning.cost.Money;
import dev.finetuning.dataset.Fingerprint;
import dev.finetuning.dataset.Split;
import dev.finetuning.example.Example;
import dev.finetuning.quality.Checks;
import dev.finetuning.registry.ModelRegistry;
import dev.finetuning.registry.promotion.PromotionDecision;
import dev.finetuning.registry.version.Author;
import dev.finetuning.registry.version.ModelVersion;
import dev.finetuning.registry.version.ScoreCard;
import dev.finetuning.run.internal.steps.PlanAgain;
import dev.finetuning.run.internal.steps.RunContext;
import dev.finetuning.run.internal.steps.RunCourse;
import dev.finetuning.run.internal.stored.RunState;
import dev.finetuning.training.Checkpoint;
import dev.finetuning.training.TrainingData;
import dev.finetuning.training.TrainingEvent;
import dev.finetuning.training.TrainingPipeline;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a run has made: the events and checkpoints of its job, and its registered version, which can be measured
 * again on other examples. Each method looks at the present state. Thread-safe.
 */
public final class RunModel {
    private final RunContext context;
    private final String runId;

    RunModel(RunContext context, String runId) {
        this.context = context;
        this.runId = runId;
    }

    /** The version that the run has registered, as it is now; empty before that. */
    public Optional<ModelVersion> version() {
        return Optional.ofNullable(state().outcome().registered())
                .flatMap(registered -> context.registry().view().version(registered.versionId()));
    }

    /**
     * The checkpoints of the run's job so far, oldest first; empty if there is no job or the provider keeps none.
     *
     * @throws dev.finetuning.provider.ProviderException if the provider cannot be asked
     */
    public List<Checkpoint> checkpoints() {
        String jobId = state().jobId();
        return jobId == null ? List.of() : provider().checkpoints(jobId);
    }

    /**
     * The events of the run's job so far, oldest first; empty if there is no job or the provider has none.
     *
     * @throws dev.finetuning.provider.ProviderException if the provider cannot be asked
     */
    public List<TrainingEvent> events() {
        String jobId = state().jobId();
        return jobId == null ? List.of() : provider().events(jobId);
    }

    /**
     * The run's plan for another base model: the same data, settings, labels and limits. The cost is left to the
     * caller, because another model has other prices; a plan with limits cannot be built without it.
     *
     * @throws dev.finetuning.content.ContentLostException if the run's data was removed when the run was over; {@link
     *     FineTuningRunsBuilder#keepData} keeps it
     * @throws IllegalStateException if the run went on from an earlier version, so that its data is only a part of
     *     what its model has learnt
     */
    public RunPlan.Builder planOn(String baseModel) {
        return new PlanAgain(context, state()).on(baseModel);
    }

    /**
     * Like {@link #planOn(String)}, with the run's data as the caller has kept it.
     *
     * @throws IllegalArgumentException if the run was trained on other examples
     * @throws IllegalStateException if the run went on from an earlier version
     */
    public RunPlan.Builder planOn(String baseModel, Split data) {
        return planOn(
                baseModel,
                data.train().examples(),
                data.validation().examples(),
                data.test().examples());
    }

    /**
     * Like {@link #planOn(String, Split)}, with the data as it was before the run's checks left out what has errors.
     *
     * @param checks the checks of the run's plan
     * @throws IllegalArgumentException if the run was trained on other examples
     * @throws IllegalStateException if the run went on from an earlier version
     */
    public RunPlan.Builder planOn(String baseModel, Split data, Checks checks) {
        return planOn(
                baseModel,
                TrainingData.of(data.train()),
                TrainingData.of(data.validation()),
                data.test().examples(),
                checks);
    }

    /**
     * Like {@link #planOn(String, Split, Checks)}, with data that may be larger than memory. It is read for the plan,
     * and must stay until the plan's run is started.
     *
     * @param train what the run was trained on, with what its checks left out
     * @param validation what measured its progress, with what its checks left out
     * @param test what it was evaluated with
     * @param checks the checks of the run's plan
     * @throws IllegalArgumentException if the run was trained on other examples
     * @throws IllegalStateException if the run went on from an earlier version
     */
    public RunPlan.Builder planOn(
            String baseModel,
            TrainingData train,
            TrainingData validation,
            List<? extends Example> test,
            Checks checks) {
        return planOn(baseModel, PlanAgain.kept(checks, train), PlanAgain.kept(checks, validation), List.copyOf(test));
    }

    private RunPlan.Builder planOn(
            String baseModel, Collection<Example> train, Collection<Example> validation, List<Example> test) {
        RunState run = state();
        String fingerprint = Fingerprint.of(train).hex();
        if (!fingerprint.equals(run.started().data().fingerprint())) {
            throw new IllegalArgumentException("run " + runId + " was trained on the dataset "
                    + run.started().data().fingerprint() + ", and this is " + fingerprint);
        }
        return new PlanAgain(context, run).on(baseModel, train, validation, test);
    }

    /**
     * What a second measurement gave.
     *
     * @param scoreCards the new score cards, which the version now has as well
     * @param cost the cost of the evaluation; empty if unknown
     * @param decision what the gates decided
     */
    public record Remeasured(List<ScoreCard> scoreCards, Optional<Money> cost, PromotionDecision decision) {
        /** Copies the list. */
        public Remeasured {
            scoreCards = List.copyOf(scoreCards);
        }
    }

    /**
     * Evaluates the model on other examples, in the way its runs are evaluated, adds the score cards to the version,
     * and lets the gates of its runs decide about the promotion. For a model that was chosen among several by one
     * measurement: that measurement flatters it, so that it needs another one.
     *
     * @throws IllegalStateException if the run has not registered a version
     */
    public Remeasured promoteOn(List<? extends Example> examples) {
        return promoteOn(examples, Author.of(context.by(), "run " + runId + ", measured on other data"));
    }

    /**
     * Like {@link #promoteOn(List)}, because somebody wants it.
     *
     * @param by the author of the scores and of the decision in the registry's history
     * @throws IllegalStateException if the run has not registered a version
     */
    public Remeasured promoteOn(List<? extends Example> examples, Author by) {
        RunState state = state();
        String name = state.started().name();
        RunCourse course = context.courses().of(name);
        ModelVersion version =
                version().orElseThrow(() -> new IllegalStateException("run " + runId + " has registered no version"));
        RunEvaluation.Result result = course.evaluation()
                .evaluate(new RunEvaluation.Task(
                        runId,
                        provider()
                                .chatModel(
                                        Objects.requireNonNull(state.outcome().modelId())),
                        List.copyOf(examples),
                        registry().byAlias(name, course.alias()),
                        usage -> Optional.ofNullable(state.started().cost()).flatMap(cost -> cost.ofAnswer(usage)),
                        () -> {}));
        if (!result.scoreCards().isEmpty()) {
            registry().score(version, result.scoreCards(), by);
        }
        PromotionDecision decision = registry().promote(version, course.alias(), course.policy(), by);
        return new Remeasured(result.scoreCards(), result.cost(), decision);
    }

    private RunState state() {
        return context.log().load(runId);
    }

    private TrainingPipeline provider() {
        return context.pipeline();
    }

    private ModelRegistry registry() {
        return context.registry();
    }
}
