package dev.finetuning.eval.run;

import dev.finetuning.asking.CallPrices;
import dev.finetuning.chat.ChatModel;
import dev.finetuning.chat.Usage;
import dev.finetuning.cost.Money;
import dev.finetuning.cost.PriceList;
import dev.finetuning.eval.Evaluation;
import dev.finetuning.eval.Evaluator;
import dev.finetuning.eval.TestCase;
import dev.finetuning.eval.compare.Comparison;
import dev.finetuning.eval.compare.ComparisonSettings;
import dev.finetuning.eval.compare.ScoreCards;
import dev.finetuning.eval.scorer.Scorer;
import dev.finetuning.example.ExampleInfo;
import dev.finetuning.journal.Journal;
import dev.finetuning.registry.version.Direction;
import dev.finetuning.registry.version.ModelVersion;
import dev.finetuning.registry.version.ScoreCard;
import dev.finetuning.run.RunEvaluation;
import dev.finetuning.training.TrainingPipeline;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
 * champion, and one for the main metric's gain over each baseline; see {@link #gainOver}. Immutable;
 * thread-safe if the callbacks are.
 */
public final class CandidateEvaluation implements RunEvaluation {
    private final Evaluator evaluator;
    private final Function<ModelVersion, ChatModel> champions;
    private final Map<String, ChatModel> baselines;
    private final PriceList prices;
    private final String slice;
    private final BiConsumer<String, Evaluation> onEvaluated;
    private final Consumer<Comparison> onCompared;
    private final InstantSource clock;

    private CandidateEvaluation(Builder builder) {
        evaluator = builder.evaluator;
        champions = builder.champions;
        baselines = new LinkedHashMap<>(builder.baselines);
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

    private String mainMetric() {
        return evaluator.metrics().get(0);
    }

    @Override
    public Set<String> metrics() {
        Set<String> metrics = new HashSet<>(evaluator.metrics());
        baselines.keySet().forEach(baseline -> metrics.add(gainOver(baseline)));
        metrics.add(ScoreCard.LATENCY_P95);
        return metrics;
    }

    @Override
    public Result evaluate(Task task) {
        return new Measuring(task).run();
    }

    /** One task, from its cases to its score cards. */
    private final class Measuring {
        private final Task task;
        private final List<TestCase> cases;
        private final Evaluator beating;
        private Optional<Money> cost = Optional.empty();

        Measuring(Task task) {
            this.task = task;
            this.cases = TestCase.from(task.test());
            this.beating = evaluator.withHeartbeat(task.heartbeat());
        }

        Result run() {
            Evaluation candidate = measure("new model", task.candidate());
            cost = task.price().apply(candidate.askedUsage());
            pay(judges(candidate));
            Optional<Evaluation> champion = task.champion().map(this::champion);
            List<ScoreCard> cards = new ArrayList<>(cards(candidate, champion));
            baselines.forEach((name, model) -> cards.add(gain(candidate, name, measure(name, model))));
            return new Result(cards, cost);
        }

        private Evaluation measure(String what, ChatModel model) {
            Evaluation evaluation = beating.evaluate(cases, model);
            onEvaluated.accept(what, evaluation);
            return evaluation;
        }

        private Evaluation champion(ModelVersion version) {
            Evaluation champion = measure("in production, " + version.version(), champions.apply(version));
            pay(price(version.lineage().baseModel(), champion.askedUsage()));
            pay(judges(champion));
            return champion;
        }

        private List<ScoreCard> cards(Evaluation candidate, Optional<Evaluation> champion) {
            Instant now = clock.instant();
            List<ScoreCard> cards = new ArrayList<>();
            for (String metric : candidate.metrics()) {
                // a metric that had nothing to judge has no card, and a gate that asks for it says no
                if (candidate.aggregate(metric).scored() > 0) {
                    ScoreCard card = ScoreCards.withSlices(ScoreCards.of(candidate, metric, now), candidate, slice);
                    cards.add(champion.flatMap(other -> compared(other, candidate, metric))
                            .map(comparison -> card.withComparisons(List.of(ScoreCards.comparison(
                                    comparison, task.champion().orElseThrow().id()))))
                            .orElse(card));
                }
            }
            // answers taken over from an interrupted evaluation say nothing about latency
            if (candidate.latencyMillis().count() > 0) {
                cards.add(ScoreCards.latency(candidate, now));
            }
            return cards;
        }

        private Optional<Comparison> compared(Evaluation baseline, Evaluation candidate, String metric) {
            if (baseline.aggregate(metric).scored() == 0) {
                return Optional.empty();
            }
            Comparison comparison = Comparison.of(baseline, candidate, metric, ComparisonSettings.DEFAULT);
            if (metric.equals(mainMetric())) {
                onCompared.accept(comparison);
            }
            return Optional.of(comparison);
        }

        private ScoreCard gain(Evaluation candidate, String name, Evaluation baseline) {
            pay(
                    baseline.askedUsage().totalTokens() == 0
                            ? Optional.of(Money.usd("0"))
                            : price(baseline.modelId(), baseline.askedUsage()));
            pay(judges(baseline));
            compared(baseline, candidate, mainMetric());
            double gain = candidate.aggregate().mean().value()
                    - baseline.aggregate().mean().value();
            return ScoreCard.of(
                            gainOver(name),
                            gain,
                            Direction.HIGHER_IS_BETTER,
                            candidate.aggregate().scored(),
                            clock.instant())
                    .withAbsent(candidate.cases() - candidate.aggregate().scored());
        }

        private Optional<Money> judges(Evaluation evaluation) {
            Optional<Money> sum = Optional.of(Money.usd("0"));
            for (Map.Entry<String, Usage> judge : evaluation.judgeUsage().entrySet()) {
                Optional<Money> price = price(judge.getKey(), judge.getValue());
                sum = sum.flatMap(others -> price.map(others::plus));
            }
            return sum;
        }

        private Optional<Money> price(String model, Usage usage) {
            return new CallPrices(prices, model).of(usage);
        }

        // what costs nothing costs nothing in any currency
        private void pay(Optional<Money> more) {
            if (more.isEmpty() || more.get().amount().signum() != 0) {
                cost = cost.flatMap(paid -> more.map(paid::plus));
            }
        }
    }

    /** Collects the settings. Not thread-safe; each setter returns the builder. */
    public static final class Builder {
        private final Evaluator evaluator;
        private Function<ModelVersion, ChatModel> champions;
        private final Map<String, ChatModel> baselines = new LinkedHashMap<>();
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
