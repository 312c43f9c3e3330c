package dev.finetuning.recipes;

import dev.finetuning.cost.PriceList;
import dev.finetuning.eval.Evaluator;
import dev.finetuning.eval.run.CandidateEvaluation;
import dev.finetuning.eval.scorer.ExactMatch;
import dev.finetuning.journal.Journal;
import dev.finetuning.registry.promotion.Gate;
import dev.finetuning.registry.promotion.PromotionPolicy;
import dev.finetuning.run.RunEvaluation;
import dev.finetuning.training.TrainingPipeline;

/** Asks a new model and the one in production the same questions, and lets the better one serve. */
public final class AgainstProduction {
    private static final String METRIC = new ExactMatch().name();

    private AgainstProduction() {}

    /**
     * Answers are kept in the journal: what was paid for once is not asked again after a crash.
     *
     * @param prices what answers cost, by base model
     */
    public static RunEvaluation evaluation(TrainingPipeline provider, Journal journal, PriceList prices) {
        Evaluator evaluator = Evaluator.builder()
                .scorers(new ExactMatch())
                .asking(settings -> settings.journal(journal))
                .build();
        return CandidateEvaluation.builder(provider, evaluator).prices(prices).build();
    }

    /** At least as good as demanded, and shown to be no worse than what serves now by more than a margin, on enough cases. */
    public static PromotionPolicy policy(double leastAccuracy, double margin, int minPairs) {
        return PromotionPolicy.of(Gate.atLeast(METRIC, leastAccuracy), Gate.nonInferior(METRIC, margin, minPairs));
    }
}
