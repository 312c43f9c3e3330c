package dev.finetuning.recipes;

import dev.finetuning.eval.Evaluation;
import dev.finetuning.eval.Evaluator;
import dev.finetuning.eval.TestCase;
import dev.finetuning.eval.compare.Comparison;
import dev.finetuning.eval.compare.ScoreCards;
import dev.finetuning.eval.scorer.ExactMatch;
import dev.finetuning.journal.Journal;
import dev.finetuning.registry.Gate;
import dev.finetuning.registry.PromotionPolicy;
import dev.finetuning.registry.ScoreCard;
import dev.finetuning.run.RunEvaluation;
import dev.finetuning.training.TrainingPipeline;
import java.time.InstantSource;
import java.util.List;

/** Asks a new model and the one in production the same questions, and lets the better one serve. */
public final class AgainstProduction implements RunEvaluation {
    private static final String METRIC = new ExactMatch().name();

    private final TrainingPipeline host;
    private final Evaluator evaluator;

    /** Answers are kept in the journal: what was paid for once is not asked again after a crash. */
    public AgainstProduction(TrainingPipeline host, Journal journal) {
        this.host = host;
        evaluator =
                Evaluator.builder().scorers(new ExactMatch()).journal(journal).build();
    }

    /** At least as good as demanded, and never significantly worse than what serves now. */
    public static PromotionPolicy policy(double leastAccuracy) {
        return PromotionPolicy.of(Gate.atLeast(METRIC, leastAccuracy), Gate.noSignificantRegression(METRIC, 0.05));
    }

    @Override
    public List<ScoreCard> evaluate(Task task) {
        List<TestCase> cases = TestCase.from(task.test());
        Evaluation candidate = evaluator.evaluate(cases, task.candidate());
        ScoreCard card = ScoreCards.of(candidate, METRIC, InstantSource.system().instant());
        return task.incumbent()
                .map(version -> {
                    Evaluation holder = evaluator.evaluate(cases, host.chatModel(version.modelId()));
                    return card.withComparisons(
                            List.of(ScoreCards.comparison(Comparison.of(holder, candidate), version.id())));
                })
                .map(List::of)
                .orElseGet(() -> List.of(card));
    }
}
