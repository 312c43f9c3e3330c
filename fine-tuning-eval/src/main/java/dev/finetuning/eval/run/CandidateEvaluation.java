package dev.finetuning.eval.run;

import dev.finetuning.chat.ChatModel;
import dev.finetuning.cost.PriceList;
import dev.finetuning.eval.Evaluation;
import dev.finetuning.eval.Evaluator;
import dev.finetuning.eval.TestCase;
import dev.finetuning.eval.compare.Comparison;
import dev.finetuning.eval.scorer.Scorer;
import dev.finetuning.example.ExampleInfo;
import dev.finetuning.journal.Journal;
import dev.finetuning.registry.version.JudgeCalibration;
import dev.finetuning.registry.version.ModelVersion;
import dev.finetuning.registry.version.ScoreCard;
import dev.finetuning.run.RunEvaluation;
import dev.finetuning.training.TrainingPipeline;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Evaluates a run's new model, the champion, and baselines, all on the same cases with the same evaluator.
 *
 * <pre>{@code
 * FineTuningRuns runs = FineTuningRuns.builder(journal, folder, provider, registry)
 *         .evaluation(CandidateEvaluation.of(provider, journal, new ExactMatch()))
 *         .promotion(PromotionPolicy.of(Gate.nonInferior("ExactMatch", 0.02)), Alias.PRODUCTION)
 *         .build();
 * }</pre>
 *
 * There is a score card for every metric, with its interval, its slices and the comparison with the
 * champion, and one for the main metric's gain over each baseline; see {@link #gainOver}. A regression suite gives the
 * same cards for its own cases, see {@link #on}. Immutable; thread-safe if the callbacks are.
 */
public final class CandidateEvaluation implements RunEvaluation {
    final Evaluator evaluator;
    final Function<ModelVersion, ChatModel> champions;
    final Map<String, ChatModel> baselines;
    final Map<String, List<TestCase>> suites;
    final Map<String, JudgeCalibration> calibrations;
    final PriceList prices;
    final String slice;
    final BiConsumer<String, Evaluation> onEvaluated;
    final Consumer<Comparison> onCompared;
    final InstantSource clock;

    private CandidateEvaluation(Builder builder) {
        evaluator = builder.evaluator;
        champions = builder.champions;
        baselines = new LinkedHashMap<>(builder.baselines);
        suites = new LinkedHashMap<>(builder.suites);
        calibrations = Map.copyOf(builder.calibrations);
        prices = builder.prices;
        slice = builder.slice;
        onEvaluated = builder.onEvaluated;
        onCompared = builder.onCompared;
        clock = builder.clock;
    }

    /**
     * An evaluation with the given scorers, which stores answers in a journal so that nothing is paid for
     * twice after a crash.
     *
     * @param provider where the champion is asked
     */
    public static CandidateEvaluation of(TrainingPipeline provider, Journal journal, Scorer... scorers) {
        Evaluator evaluator = Evaluator.builder()
                .scorers(scorers)
                .asking(settings -> settings.journal(journal))
                .build();
        return builder(provider, evaluator).build();
    }

    /**
     * Starts an evaluation with another evaluator.
     *
     * @param provider where the champion is asked
     * @param evaluator asks and scores; give it a journal, so that nothing is paid for twice after a crash
     */
    public static Builder builder(TrainingPipeline provider, Evaluator evaluator) {
        return new Builder(provider, evaluator);
    }

    /** The name of the score card with the main metric's gain over a baseline, for a gate. */
    public String gainOver(String baseline) {
        return mainMetric() + " over " + baseline;
    }

    /** The name of the score card with the main metric on a regression suite, for a gate. */
    public String on(String suite) {
        return on(mainMetric(), suite);
    }

    /** The name of the score card with a metric on a regression suite, for a gate. */
    public String on(String metric, String suite) {
        return metric + " on " + suite;
    }

    String mainMetric() {
        return evaluator.metrics().get(0);
    }

    @Override
    public Set<String> metrics() {
        Set<String> metrics = new HashSet<>(evaluator.metrics());
        baselines.keySet().forEach(baseline -> metrics.add(gainOver(baseline)));
        suites.keySet().forEach(suite -> evaluator.metrics().forEach(metric -> metrics.add(on(metric, suite))));
        metrics.add(ScoreCard.LATENCY_P95);
        return metrics;
    }

    @Override
    public Result evaluate(Task task) {
        return new Measuring(this, task).run();
    }

    /** Collects the settings. Not thread-safe; each setter returns the builder. */
    public static final class Builder {
        private final Evaluator evaluator;
        private Function<ModelVersion, ChatModel> champions;
        private final Map<String, ChatModel> baselines = new LinkedHashMap<>();
        private final Map<String, List<TestCase>> suites = new LinkedHashMap<>();
        private final Map<String, JudgeCalibration> calibrations = new HashMap<>();
        private PriceList prices = PriceList.empty();
        private String slice = ExampleInfo.CATEGORY;
        private BiConsumer<String, Evaluation> onEvaluated = (what, evaluation) -> {};
        private Consumer<Comparison> onCompared = comparison -> {};
        private InstantSource clock = InstantSource.system();

        private Builder(TrainingPipeline provider, Evaluator evaluator) {
            this.evaluator = evaluator;
            this.champions = version -> provider.chatModel(version.modelId());
        }

        /** How to open the champion's chat model, if it is not at the run's provider. */
        public Builder champions(Function<ModelVersion, ChatModel> open) {
            champions = open;
            return this;
        }

        /** Adds a model to compare with, under a name for people and gates. */
        public Builder addBaseline(String name, ChatModel model) {
            baselines.put(name, model);
            return this;
        }

        /**
         * Adds a regression suite: cases that every new model must go on to answer well, such as older tasks or
         * questions about safety. New model and champion answer them all; {@link CandidateEvaluation#on} names their
         * score cards, for a gate.
         *
         * @param name the suite's name for people and gates
         * @throws IllegalArgumentException if there are no cases
         */
        public Builder addSuite(String name, List<TestCase> cases) {
            if (cases.isEmpty()) {
                throw new IllegalArgumentException("the suite " + name + " has no cases");
            }
            suites.put(name, List.copyOf(cases));
            return this;
        }

        /**
         * Adds how far a judge among the scorers agrees with people. It goes with the score cards by this judge, which
         * open a gate only with it. A judge has one calibration here; models with different tasks have their own
         * evaluations, see {@link dev.finetuning.run.FineTuningRunsBuilder#model}.
         */
        public Builder addCalibration(JudgeCalibration calibration) {
            calibrations.put(calibration.judge(), calibration);
            return this;
        }

        /**
         * The prices of calls: to the champion by its base model, to baselines and judges by their ids. The
         * candidate's cost comes from the run's plan. Without a price, the cost of anything that is not
         * free is unknown.
         */
        public Builder prices(PriceList priceList) {
            prices = priceList;
            return this;
        }

        /** The label to slice score cards by; {@code "category"} by default. */
        public Builder sliceBy(String label) {
            slice = label;
            return this;
        }

        /** Receives each evaluation with the name of what was evaluated, the candidate's first. */
        public Builder onEvaluated(BiConsumer<String, Evaluation> listener) {
            onEvaluated = listener;
            return this;
        }

        /** Receives each comparison by the main metric: with the champion, then with each baseline. */
        public Builder onCompared(Consumer<Comparison> listener) {
            onCompared = listener;
            return this;
        }

        /** The clock for the dates of score cards; the system's by default. */
        public Builder clock(InstantSource newClock) {
            clock = newClock;
            return this;
        }

        /** Builds the evaluation. */
        public CandidateEvaluation build() {
            return new CandidateEvaluation(this);
        }
    }
}
