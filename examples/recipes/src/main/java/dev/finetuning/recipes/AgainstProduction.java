package dev.finetuning.recipes;

import dev.finetuning.chat.Usage;
import dev.finetuning.cost.Money;
import dev.finetuning.cost.PriceList;
import dev.finetuning.cost.RequestShape;
import dev.finetuning.eval.Evaluation;
import dev.finetuning.eval.Evaluator;
import dev.finetuning.eval.TestCase;
import dev.finetuning.eval.compare.Comparison;
import dev.finetuning.eval.compare.ScoreCards;
import dev.finetuning.eval.scorer.ExactMatch;
import dev.finetuning.journal.Journal;
import dev.finetuning.registry.promotion.Gate;
import dev.finetuning.registry.promotion.PromotionPolicy;
import dev.finetuning.registry.version.ModelVersion;
import dev.finetuning.registry.version.PairedComparison;
import dev.finetuning.registry.version.ScoreCard;
import dev.finetuning.run.RunEvaluation;
import dev.finetuning.training.TrainingPipeline;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Asks a new model and the one in production the same questions, and lets the better one serve. */
public final class AgainstProduction implements RunEvaluation {
    private static final String METRIC = new ExactMatch().name();

    private final TrainingPipeline host;
    private final PriceList prices;
    private final Journal journal;

    /**
     * Answers are kept in the journal: what was paid for once is not asked again after a crash.
     *
     * @param prices what answers cost, by base model
     */
    public AgainstProduction(TrainingPipeline host, Journal journal, PriceList prices) {
        this.host = host;
        this.prices = prices;
        this.journal = journal;
    }

    /** At least as good as demanded, and shown to be no worse than what serves now by more than a margin, on enough cases. */
    public static PromotionPolicy policy(double leastAccuracy, double margin, int minPairs) {
        return PromotionPolicy.of(Gate.atLeast(METRIC, leastAccuracy), Gate.nonInferior(METRIC, margin, minPairs));
    }

    @Override
    public Result evaluate(Task task) {
        Evaluator evaluator = Evaluator.builder()
                .scorers(new ExactMatch())
                .journal(journal)
                .heartbeat(task.heartbeat())
                .build();
        List<TestCase> cases = TestCase.from(task.test());
        Evaluation candidate = evaluator.evaluate(cases, task.candidate());
        ScoreCard card = ScoreCards.of(candidate, METRIC, InstantSource.system().instant());
        Optional<Money> cost = task.price().apply(candidate.askedUsage());
        if (task.champion().isEmpty()) {
            return new Result(List.of(card), cost);
        }
        ModelVersion version = task.champion().get();
        Evaluation holder = evaluator.evaluate(cases, host.chatModel(version.modelId()));
        PairedComparison comparison = ScoreCards.comparison(Comparison.of(holder, candidate), version.id());
        return new Result(
                List.of(card.withComparisons(List.of(comparison))),
                cost.flatMap(own -> price(version, holder.askedUsage()).map(own::plus)));
    }

    private Optional<Money> price(ModelVersion version, Usage usage) {
        RequestShape tokens = new RequestShape(usage.inputTokens(), usage.cachedInputTokens(), usage.outputTokens());
        return prices.of(version.lineage().baseModel()).flatMap(price -> price.requestCost(tokens));
    }
}
