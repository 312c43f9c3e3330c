package dev.finetuning.recipes;

import dev.finetuning.dataset.Dataset;
import dev.finetuning.dataset.Split;
import dev.finetuning.dataset.SplitRatios;
import dev.finetuning.eval.Evaluation;
import dev.finetuning.eval.Evaluator;
import dev.finetuning.eval.TestCase;
import dev.finetuning.eval.compare.Comparison;
import dev.finetuning.eval.scorer.Levenshtein;
import dev.finetuning.format.PreferencePairs;
import dev.finetuning.local.LocalTrainingPipeline;
import dev.finetuning.training.HyperparameterValue;
import dev.finetuning.training.TrainingData;
import dev.finetuning.training.TrainingMethod;
import dev.finetuning.training.TrainingPipeline;
import dev.finetuning.training.TrainingRequest;
import dev.finetuning.training.follow.JobWaiter;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/**
 * Direct preference optimisation: the model learns from pairs of a better and a worse answer, and is then compared
 * with its base model on how close both come to the better answers. OpenAI and open weights train this way; the local
 * provider does not, and says so before anything is uploaded.
 */
public final class PreferenceTuning {
    private static final TrainingMethod METHOD = new TrainingMethod.Preference(HyperparameterValue.of(0.1));

    private PreferenceTuning() {}

    /** Takes a file like {@code examples/recipes/data/preferences.jsonl} and a folder to work in. */
    public static void main(String[] args) {
        try (TrainingPipeline provider = LocalTrainingPipeline.in(Path.of(args[1]))) {
            run(provider, LocalTrainingPipeline.AUTO, Path.of(args[0]), System.out);
        }
    }

    static void run(TrainingPipeline provider, String baseModel, Path pairs, PrintStream out) {
        List<String> reasons = provider.reasonsAgainst(TrainingRequest.builder(baseModel, "not uploaded yet")
                .method(METHOD)
                .build());
        if (!reasons.isEmpty()) {
            out.println(provider.capabilities().provider() + " cannot do this: " + String.join("; ", reasons));
            return;
        }
        Split split = Dataset.builder("preferences")
                .addJsonLines(pairs, PreferencePairs.trl())
                .build()
                .split(SplitRatios.trainAndTest(0.75));
        TrainingRequest request = TrainingRequest.builder(baseModel, provider.upload(TrainingData.of(split.train())))
                .method(METHOD)
                .build();
        try (JobWaiter waiter = JobWaiter.create()) {
            String tuned = waiter.await(provider, request).modelOrThrow();
            Evaluator evaluator = Evaluator.of(new Levenshtein());
            List<TestCase> cases = TestCase.from(split.test());
            Evaluation before = evaluator.evaluate(cases, provider.chatModel(baseModel));
            Evaluation after = evaluator.evaluate(cases, provider.chatModel(tuned));
            out.println(Comparison.of(before, after).sentence());
        }
    }
}
