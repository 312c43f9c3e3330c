package dev.finetuning.recipes;

import dev.finetuning.advice.AnswerStability;
import dev.finetuning.advice.Approach;
import dev.finetuning.advice.MeasuredApproach;
import dev.finetuning.advice.Readiness;
import dev.finetuning.chat.ChatModel;
import dev.finetuning.dataset.Dataset;
import dev.finetuning.dataset.Split;
import dev.finetuning.dataset.SplitPlan;
import dev.finetuning.dataset.SplitRatios;
import dev.finetuning.eval.Evaluator;
import dev.finetuning.eval.TestCase;
import dev.finetuning.eval.baseline.Baselines;
import dev.finetuning.eval.compare.ScoreCards;
import dev.finetuning.eval.readiness.CurveMeasurement;
import dev.finetuning.eval.report.ReadinessReport;
import dev.finetuning.eval.scorer.ExactMatch;
import dev.finetuning.format.ColumnMapping;
import dev.finetuning.local.LocalTrainingPipeline;
import dev.finetuning.training.TrainingData;
import dev.finetuning.training.TrainingPipeline;
import dev.finetuning.training.TrainingRequest;
import dev.finetuning.training.follow.JobWaiter;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * Should this task be fine-tuned at all? Measures what needs no training and what does, and how the score grows with
 * the examples; prints the advice with its grounds and writes the page. With a key, add a prompted model, too.
 */
public final class WhetherToTune {
    private static final String METRIC = new ExactMatch().name();

    private final TrainingPipeline provider;
    private final Evaluator evaluator = Evaluator.of(new ExactMatch());

    private WhetherToTune(TrainingPipeline provider) {
        this.provider = provider;
    }

    /** Takes a CSV like {@code examples/recipes/data/tickets.csv} and a folder to work in. */
    public static void main(String[] args) throws IOException {
        run(Path.of(args[0]), Path.of(args[1]), System.out);
    }

    static Readiness run(Path tickets, Path folder, PrintStream out) throws IOException {
        Dataset topics = Dataset.builder("topics")
                .addCsv(tickets, ColumnMapping.user("question").assistant("category"))
                .build();
        try (TrainingPipeline provider = LocalTrainingPipeline.in(folder.resolve("models"))) {
            Readiness readiness = new WhetherToTune(provider).assess(topics, 0.9);
            out.println(readiness.summary());
            ReadinessReport.of(readiness).writeHtml(folder.resolve("readiness.html"));
            return readiness;
        }
    }

    private Readiness assess(Dataset data, double threshold) {
        Split split = data.split(SplitPlan.exact(SplitRatios.trainAndTest(0.6)));
        List<TestCase> cases = TestCase.from(split.test());
        return Readiness.builder(data.name(), METRIC, threshold)
                .stability(AnswerStability.of(data))
                .addMeasured(measured(Approach.RETRIEVAL, "nearest example", Baselines.nearest(split.train()), cases))
                .addMeasured(measured(Approach.OWN_MODEL, "local model", trained(split.train()), cases))
                .curve(CurveMeasurement.of(split, evaluator).measure(this::trained))
                .build();
    }

    private MeasuredApproach measured(Approach approach, String name, ChatModel model, List<TestCase> cases) {
        return MeasuredApproach.of(
                approach, name, ScoreCards.of(evaluator.evaluate(cases, model), METRIC, Instant.now()));
    }

    private ChatModel trained(Dataset part) {
        TrainingRequest request = TrainingRequest.builder(
                        LocalTrainingPipeline.LINEAR, provider.upload(TrainingData.of(part)))
                .build();
        try (JobWaiter waiter = JobWaiter.create()) {
            return provider.chatModel(waiter.await(provider, request).modelOrThrow());
        }
    }
}
