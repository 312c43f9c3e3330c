package dev.finetuning.recipes;

import dev.finetuning.dataset.Split;
import dev.finetuning.dataset.SplitPlan;
import dev.finetuning.dataset.SplitRatios;
import dev.finetuning.eval.Evaluation;
import dev.finetuning.eval.EvaluationAssert;
import dev.finetuning.eval.Evaluator;
import dev.finetuning.eval.TestCase;
import dev.finetuning.eval.baseline.Baselines;
import dev.finetuning.eval.scorer.ExactMatch;
import dev.finetuning.local.LocalTrainingPipeline;
import dev.finetuning.training.TrainingData;
import dev.finetuning.training.TrainingRequest;
import dev.finetuning.training.follow.JobWaiter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A recipe by itself: a build that fails when a model is not good enough. */
class ModelQualityTest {
    private final Split split = Questions.dataset(40, 3).split(SplitPlan.stable(SplitRatios.of(0.7, 0, 0.3)));

    @Test
    void model_onHeldBackQuestions_isRightNineTimesInTen(@TempDir Path folder) {
        Evaluator evaluator = Evaluator.of(new ExactMatch());
        List<TestCase> cases = TestCase.from(split.test());
        try (LocalTrainingPipeline provider = LocalTrainingPipeline.in(folder);
                JobWaiter waiter = JobWaiter.create()) {
            TrainingRequest request = TrainingRequest.builder(
                            LocalTrainingPipeline.AUTO, provider.upload(TrainingData.of(split.train())))
                    .build();
            String model = waiter.await(provider, request).modelOrThrow();

            Evaluation tuned = evaluator.evaluate(cases, provider.chatModel(model));
            Evaluation majority = evaluator.evaluate(cases, Baselines.majority(split.train()));

            EvaluationAssert.assertThat(tuned)
                    .hasMeanOfAtLeast("ExactMatch", 0.9)
                    .hasNoErrors()
                    .isNotWorseThan(majority, "ExactMatch", 0);
        }
    }
}
