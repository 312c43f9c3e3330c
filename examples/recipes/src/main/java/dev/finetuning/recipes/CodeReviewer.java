package dev.finetuning.recipes;

import dev.finetuning.dataset.Dataset;
import dev.finetuning.dataset.Split;
import dev.finetuning.dataset.SplitPlan;
import dev.finetuning.dataset.SplitRatios;
import dev.finetuning.eval.Evaluation;
import dev.finetuning.eval.Evaluator;
import dev.finetuning.eval.TestCase;
import dev.finetuning.eval.baseline.Baselines;
import dev.finetuning.eval.compare.Comparison;
import dev.finetuning.eval.compare.ScoreCards;
import dev.finetuning.eval.scorer.ExactMatch;
import dev.finetuning.format.ColumnMapping;
import dev.finetuning.journal.file.FileJournal;
import dev.finetuning.local.LocalTrainingPipeline;
import dev.finetuning.registry.JournaledModelRegistry;
import dev.finetuning.registry.ModelRegistry;
import dev.finetuning.registry.Registration;
import dev.finetuning.registry.promotion.Gate;
import dev.finetuning.registry.promotion.PromotionPolicy;
import dev.finetuning.registry.version.Alias;
import dev.finetuning.registry.version.Author;
import dev.finetuning.registry.version.ModelVersion;
import dev.finetuning.source.JsonLines;
import dev.finetuning.training.TrainingData;
import dev.finetuning.training.TrainingPipeline;
import dev.finetuning.training.TrainingRequest;
import dev.finetuning.training.follow.JobWaiter;
import dev.finetuning.training.follow.WaitResult;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * A model that comments on changes of code, one step after the other: split, train, wait, evaluate, register, stage.
 * A {@link dev.finetuning.run.FineTuningRun} does the same and survives a crash; this shows what it consists of.
 */
public final class CodeReviewer {
    private static final Author NIGHTLY = Author.of("nightly build", "trained and measured");

    private CodeReviewer() {}

    /** Takes a file like {@code examples/recipes/data/reviews.jsonl} and a folder to work in. */
    public static void main(String[] args) {
        Path folder = Path.of(args[1]);
        try (TrainingPipeline provider = LocalTrainingPipeline.in(folder.resolve("models"));
                FileJournal journal = FileJournal.in(folder.resolve("journal"))) {
            stage(provider, JournaledModelRegistry.open(journal), Path.of(args[0]), System.out);
        }
    }

    static ModelVersion stage(TrainingPipeline provider, ModelRegistry registry, Path reviews, PrintStream out) {
        Split split = Dataset.builder("reviews")
                .add(JsonLines.of(reviews), ColumnMapping.user("change").assistant("review"))
                .build()
                .split(SplitPlan.stable(SplitRatios.trainAndTest(0.75)));
        out.println(
                split.train().size() + " reviews to learn from, " + split.test().size() + " to test on");

        WaitResult trained = train(provider, split.train());
        out.println("job " + trained.job().id() + " " + trained.job().status());

        Evaluator evaluator = Evaluator.of(new ExactMatch());
        List<TestCase> cases = TestCase.from(split.test());
        Evaluation tuned = evaluator.evaluate(cases, provider.chatModel(trained.modelOrThrow()));
        Evaluation nearest = evaluator.evaluate(cases, Baselines.nearest(split.train()));
        out.println(Comparison.of(nearest, tuned).sentence());

        ModelVersion version = registry.register(Registration.of("reviewer", trained.job()));
        version = registry.score(version, List.of(ScoreCards.of(tuned, "ExactMatch", Instant.now())), NIGHTLY);
        PromotionPolicy policy = PromotionPolicy.of(Gate.atLeast("ExactMatch", 0.7));
        registry.promote(version, Alias.STAGING, policy, NIGHTLY);
        registry.history("reviewer").forEach(event -> out.println(event.sentence()));
        return registry.byAlias("reviewer", Alias.STAGING).orElse(version);
    }

    private static WaitResult train(TrainingPipeline provider, Dataset data) {
        TrainingRequest request = TrainingRequest.builder(
                        LocalTrainingPipeline.LINEAR, provider.upload(TrainingData.of(data)))
                .build();
        try (JobWaiter waiter = JobWaiter.create()) {
            return waiter.await(provider, request);
        }
    }
}
