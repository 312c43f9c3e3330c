package dev.finetuning.retraining;

import dev.finetuning.dataset.Fingerprint;
import dev.finetuning.dataset.SplitPlan;
import dev.finetuning.run.RunPlan;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * What the runs of rounds train. The same round has the same plan in every process.
 *
 * @param name the model's name in the registry
 * @param change what the application changes in every plan
 */
record RoundPlans(
        String name, String baseModel, SplitPlan split, UnaryOperator<RunPlan.Builder> change, ExampleQueue queue) {
    /**
     * The plan of a round's run.
     *
     * @param learnt the number from which on examples are new
     */
    RunPlan of(TrainingRound round, long learnt) {
        List<ExampleQueue.Queued> all = queue.between(0, round.begin().upTo());
        RoundData data = RoundData.of(name, round, all, learnt, split);
        return change.apply(RunPlan.builder(
                                name,
                                round.startedFrom()
                                        .orElse(round.begin().baseModel().orElse(baseModel)),
                                data.train())
                        .validation(data.validation())
                        .test(data.test())
                        .dataset(Fingerprint.of(data.train()).hex(), "round " + round.number())
                        .addLabel("round", Integer.toString(round.number())))
                .build();
    }
}
