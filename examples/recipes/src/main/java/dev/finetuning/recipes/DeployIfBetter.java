package dev.finetuning.recipes;

import dev.finetuning.cost.PriceList;
import dev.finetuning.dataset.Dataset;
import dev.finetuning.dataset.Split;
import dev.finetuning.dataset.SplitPlan;
import dev.finetuning.dataset.SplitRatios;
import dev.finetuning.eval.Evaluator;
import dev.finetuning.eval.run.CandidateEvaluation;
import dev.finetuning.eval.scorer.ExactMatch;
import dev.finetuning.format.ColumnMapping;
import dev.finetuning.journal.Journal;
import dev.finetuning.journal.file.FileJournal;
import dev.finetuning.local.LocalTrainingPipeline;
import dev.finetuning.registry.JournaledModelRegistry;
import dev.finetuning.registry.ModelRegistry;
import dev.finetuning.registry.promotion.Gate;
import dev.finetuning.registry.promotion.PromotionPolicy;
import dev.finetuning.registry.version.Alias;
import dev.finetuning.run.FineTuningRuns;
import dev.finetuning.run.RunEvaluation;
import dev.finetuning.run.RunPlan;
import dev.finetuning.training.TrainingPipeline;
import java.io.PrintStream;
import java.nio.file.Path;

/**
 * Asks a new model and the one in production the same questions, and lets the new one serve only if it is shown to be
 * no worse. Every decision, with the evidence of each gate, stays in the registry's history.
 */
public final class DeployIfBetter {
    private static final String METRIC = new ExactMatch().name();

    private DeployIfBetter() {}

    /** Takes a CSV like {@code examples/recipes/data/tickets.csv} and a folder; run it whenever the data has changed. */
    public static void main(String[] args) throws InterruptedException {
        Path folder = Path.of(args[1]);
        try (LocalTrainingPipeline provider = LocalTrainingPipeline.in(folder.resolve("models"));
                FileJournal journal = FileJournal.in(folder.resolve("journal"))) {
            ModelRegistry registry = JournaledModelRegistry.open(journal);
            FineTuningRuns runs = FineTuningRuns.builder(journal, folder.resolve("runs"), provider, registry)
                    .evaluation(evaluation(provider, journal, PriceList.empty()))
                    .promotion(policy(0.6, 0.05, 20), Alias.PRODUCTION)
                    .build();
            Dataset data = Dataset.builder("topics")
                    .addCsv(Path.of(args[0]), ColumnMapping.user("question").assistant("category"))
                    .build();
            deploy(runs, data, LocalTrainingPipeline.AUTO);
            audit(registry, data.name(), System.out);
        }
    }

    /** Trains, measures, and promotes or refuses. The split is stable: no version is tested on what another learned. */
    static boolean deploy(FineTuningRuns runs, Dataset data, String baseModel) throws InterruptedException {
        Split split = data.split(SplitPlan.stable(SplitRatios.of(0.6, 0.1, 0.3)));
        RunPlan plan = RunPlan.builder(data.name(), baseModel, split).build();
        return runs.await(runs.start(plan)).promoted().orElse(false);
    }

    /** Everything that ever happened to a model: who, when, why, and on which evidence. */
    static void audit(ModelRegistry registry, String name, PrintStream out) {
        registry.history(name).forEach(event -> out.println(event.sentence()));
    }

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
