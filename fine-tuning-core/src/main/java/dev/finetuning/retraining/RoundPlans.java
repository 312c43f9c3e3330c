package dev.finetuning.retraining;

import dev.finetuning.dataset.Fingerprint;
import dev.finetuning.run.RunPlan;
import dev.finetuning.training.TrainingData;
import java.util.function.UnaryOperator;

/**
 * What the runs of rounds train. The same round has the same plan in every process.
 *
 * @param name the model's name in the registry
 * @param change what the application changes in every plan
 */
record RoundPlans(
        String name, String baseModel, Division division, UnaryOperator<RunPlan.Builder> change, ExampleQueue queue) {
    /**
     * The plan of a round's run.
     *
     * @param learnt the number from which on examples are new
     */
    RunPlan of(TrainingRound round, long learnt) {
        RoundData data = new RoundData(this, round, learnt);
        return change.apply(RunPlan.builder(
                                name,
                                round.startedFrom()
                                        .orElse(round.begin().baseModel().orElse(baseModel)),
                                TrainingData.of(name, data.train()::iterator))
                        .validation(data.validation())
                        .test(data.test())
                        .dataset(Fingerprint.of(data.train()).hex(), "round " + round.number())
                        .addLabel("round", Integer.toString(round.number())))
                .build();
    }
}
