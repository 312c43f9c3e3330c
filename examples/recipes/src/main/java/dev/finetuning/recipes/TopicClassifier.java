package dev.finetuning.recipes;

import dev.finetuning.dataset.Dataset;
import dev.finetuning.dataset.Split;
import dev.finetuning.dataset.SplitPlan;
import dev.finetuning.dataset.SplitRatios;
import dev.finetuning.eval.Evaluation;
import dev.finetuning.eval.Evaluator;
import dev.finetuning.eval.TestCase;
import dev.finetuning.eval.classification.AverageScores;
import dev.finetuning.eval.classification.Classification;
import dev.finetuning.eval.scorer.ExactMatch;
import dev.finetuning.format.ColumnMapping;
import dev.finetuning.local.LocalTrainingPipeline;
import dev.finetuning.training.TrainingData;
import dev.finetuning.training.TrainingPipeline;
import dev.finetuning.training.TrainingRequest;
import dev.finetuning.training.follow.JobWaiter;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * Says what a question is about, and how reliable that is for each topic: precision is the share of its labels that
 * are right, recall the share of a topic's questions that it finds.
 */
public final class TopicClassifier {
    private TopicClassifier() {}

    /** Takes a CSV like {@code examples/recipes/data/tickets.csv} and a folder to work in. */
    public static void main(String[] args) {
        try (TrainingPipeline provider = LocalTrainingPipeline.in(Path.of(args[1]))) {
            print(classify(provider, Path.of(args[0])), System.out);
        }
    }

    static Classification classify(TrainingPipeline provider, Path tickets) {
        // each topic is in both parts with its share
        SplitPlan plan = SplitPlan.exact(SplitRatios.trainAndTest(0.7))
                .stratifyBy(example -> example.info().category());
        Split split = Dataset.builder("topics")
                .addCsv(
                        tickets,
                        ColumnMapping.user("question").assistant("category").category("category"))
                .build()
                .split(plan);
        TrainingRequest request = TrainingRequest.builder(
                        LocalTrainingPipeline.LINEAR, provider.upload(TrainingData.of(split.train())))
                .build();
        try (JobWaiter waiter = JobWaiter.create()) {
            String model = waiter.await(provider, request).modelOrThrow();
            Evaluation evaluation =
                    Evaluator.of(new ExactMatch()).evaluate(TestCase.from(split.test()), provider.chatModel(model));
            return Classification.of(evaluation, text -> Optional.of(text.strip()));
        }
    }

    static void print(Classification classes, PrintStream out) {
        out.printf("%-12s %9s %9s %9s %9s%n", "topic", "precision", "recall", "F1", "questions");
        classes.labels()
                .forEach((label, scores) -> out.printf(
                        Locale.ROOT,
                        "%-12s %9.2f %9.2f %9.2f %9d%n",
                        label,
                        scores.precision(),
                        scores.recall(),
                        scores.f1(),
                        scores.support()));
        AverageScores mean = classes.macro();
        out.printf(
                Locale.ROOT,
                "%-12s %9.2f %9.2f %9.2f %9d%n",
                "mean",
                mean.precision(),
                mean.recall(),
                mean.f1(),
                classes.total());
        classes.confusion()
                .forEach((expected, row) -> row.forEach((predicted, count) -> {
                    if (!predicted.equals(expected) && count > 0) {
                        out.println(count + " of " + expected + " taken for " + predicted);
                    }
                }));
    }
}
