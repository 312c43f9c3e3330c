package dev.finetuning.run.internal.steps;

import dev.finetuning.example.Example;
import dev.finetuning.quality.Checks;
import dev.finetuning.registry.version.ModelVersion;
import dev.finetuning.run.RunPlan;
import dev.finetuning.run.internal.stored.RunPart;
import dev.finetuning.run.internal.stored.RunState;
import dev.finetuning.run.internal.stored.StoredCost;
import dev.finetuning.run.internal.stored.StoredData;
import dev.finetuning.training.TrainingData;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The plan of a run, for another base model. */
public record PlanAgain(RunContext context, RunState run) {
    /**
     * The same data, settings, labels and limits. The cost is left to the caller, because another model has other
     * prices; without it a plan with limits cannot be built.
     *
     * @throws dev.finetuning.content.ContentLostException if the data was removed when the run was over
     * @throws IllegalStateException if the run started from a tuned model, so that its data is only a part
     */
    public RunPlan.Builder on(String baseModel) {
        return on(baseModel, part(RunPart.TRAIN), part(RunPart.VALIDATION), part(RunPart.TEST));
    }

    private List<Example> part(RunPart part) {
        return context.data().examples(run, part);
    }

    /** What a run leaves of examples that it checks. They are read again for each iteration. */
    public static Collection<Example> kept(Checks checks, Iterable<Example> examples) {
        return CheckedExamples.of(checks, examples);
    }

    /** The same with data that the caller has kept. */
    public RunPlan.Builder on(
            String baseModel, Collection<Example> train, Collection<Example> validation, List<Example> test) {
        requireFirstOfItsLine();
        StoredData data = run.started().data();
        String name = run.started().name();
        RunPlan.Builder plan = RunPlan.builder(name, baseModel, TrainingData.of(name, train::iterator))
                .validation(TrainingData.of(name, validation::iterator))
                .test(test)
                // it had enough for its own plan
                .minimumExamples(1)
                .request(run.started().request()::giveSettings);
        if (data.version() == null) {
            plan.dataset(data.fingerprint());
        } else {
            plan.dataset(data.fingerprint(), data.version());
        }
        run.started().labels().forEach(plan::addLabel);
        StoredCost cost = run.started().cost();
        if (cost != null) {
            cost.limits().forEach(limit -> limit(plan, cost, limit));
        }
        return plan;
    }

    private void limit(RunPlan.Builder plan, StoredCost cost, StoredCost.Limit limit) {
        if (limit.own()) {
            plan.limit(cost.money(limit.amount()));
        } else {
            String label = limit.label(run.started().labels())
                    .orElseThrow(() -> new IllegalStateException("run " + run.id() + " has no label for a limit"));
            plan.limit(label, cost.money(limit.amount()));
        }
    }

    private void requireFirstOfItsLine() {
        String from = run.started().request().baseModel();
        Optional<ModelVersion> earlier =
                context.registry().view().search(version -> version.modelId().equals(from)).stream()
                        .findFirst();
        if (earlier.isPresent()) {
            throw new IllegalStateException("run " + run.id() + " went on from "
                    + earlier.get().id() + ", so its own data is only a part of what its model has learnt");
        }
    }
}
