package dev.finetuning.retraining;

import dev.finetuning.dataset.Split;
import dev.finetuning.example.Example;
import dev.finetuning.quality.Checks;
import dev.finetuning.registry.version.ModelVersion;
import dev.finetuning.run.FineTuningRun;
import dev.finetuning.run.FineTuningRuns;
import dev.finetuning.run.RunModel;
import dev.finetuning.run.RunPlan;
import dev.finetuning.training.TrainingData;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * Trains a version again on another base model, because its own will be shut down: the same data, the same settings.
 * The new version is measured on the same cases as the version that the alias points to, in the way in which all
 * versions of the model are, and gets the alias only if the gates agree.
 *
 * <pre>{@code
 * ModelVersion serving = registry.byAlias("support", Alias.PRODUCTION).orElseThrow();
 * FineTuningRun run = SuccessorTraining.builder(runs, serving, "base-2026-10-01").build().train();
 * }</pre>
 *
 * <p>This is one run for each version, successor and attempt, over all processes on the journal, so repeat the call
 * after a crash: nothing is paid for twice. Immutable and thread-safe.
 */
public final class SuccessorTraining {
    private final FineTuningRuns runs;
    private final ModelVersion retiring;
    private final String successor;
    private final Again again;
    private final UnaryOperator<RunPlan.Builder> plan;
    private final int attempt;

    private SuccessorTraining(Builder builder) {
        runs = builder.runs;
        retiring = builder.retiring;
        successor = builder.successor;
        again = builder.again;
        plan = builder.plan;
        attempt = builder.attempt;
    }

    /** The plan of the version's run, for another base model. */
    private interface Again {
        RunPlan.Builder plan(RunModel made, String baseModel);
    }

    /**
     * Starts a training on a successor.
     *
     * @param runs what trains, evaluates, registers and promotes
     * @param retiring the version whose base model will be shut down; a run has made it
     * @param successor the base model to train on instead
     * @throws IllegalArgumentException if the successor is the version's own base model, or no run has made the version
     */
    public static Builder builder(FineTuningRuns runs, ModelVersion retiring, String successor) {
        if (retiring.lineage().baseModel().equals(successor)) {
            throw new IllegalArgumentException(retiring.id() + " was trained on " + successor + " already");
        }
        if (retiring.lineage().runId().isEmpty()) {
            throw new IllegalArgumentException(
                    retiring.id() + " was made by no run, so there is no plan to repeat; train it with a run");
        }
        return new Builder(runs, retiring, successor);
    }

    /**
     * Trains and waits until the run is over or needs a decision. A run that was started before goes on; one that is
     * over is given as it is.
     *
     * @throws InterruptedException if the thread is interrupted; the run goes on with the next call
     * @throws IllegalStateException as {@link #start}
     * @throws dev.finetuning.content.ContentLostException as {@link #start}
     */
    public FineTuningRun train() throws InterruptedException {
        return runs.await(start());
    }

    /**
     * Starts the run, unless it was started before, for an application that moves its runs from a scheduler.
     *
     * @return the run's id
     * @throws IllegalStateException if nothing would be compared, because no gate reads a metric or there are no test
     *     examples; or if the version was trained from another tuned version, so that its data is not all there is
     * @throws dev.finetuning.content.ContentLostException if the data of the version's run was removed when that run
     *     was over: keep it, or hand it in with {@link Builder#data}
     * @throws dev.finetuning.cost.UnknownPriceException if the version's run had a limit and {@link Builder#plan} sets
     *     no cost
     * @throws dev.finetuning.provider.RequestRejectedException if the provider would refuse the request, such as a
     *     setting that the successor does not know
     */
    public String start() {
        String key =
                "successor of " + retiring.id() + " on " + successor + (attempt == 1 ? "" : ", attempt " + attempt);
        return runs.startOnce(key, this::planned);
    }

    private RunPlan planned() {
        if (runs.promotionOf(retiring.name()).metrics().isEmpty()) {
            throw new IllegalStateException("no gate of " + retiring.name()
                    + " reads a metric, so a worse successor would be promoted; set a gate, such as Gate.nonInferior");
        }
        RunModel made = runs.model(retiring.lineage().runId().orElseThrow());
        RunPlan planned = plan.apply(again.plan(made, successor).addLabel("successorOf", retiring.id()))
                .build();
        if (planned.test().isEmpty()) {
            throw new IllegalStateException("the run of " + retiring.id()
                    + " had no test examples, so the successor cannot be compared; set some with plan(…)");
        }
        return planned;
    }

    /** Collects the settings. Not thread-safe. */
    public static final class Builder {
        private final FineTuningRuns runs;
        private final ModelVersion retiring;
        private final String successor;
        private Again again = RunModel::planOn;
        private UnaryOperator<RunPlan.Builder> plan = UnaryOperator.identity();
        private int attempt = 1;

        private Builder(FineTuningRuns runs, ModelVersion retiring, String successor) {
            this.runs = runs;
            this.retiring = retiring;
            this.successor = successor;
        }

        /**
         * The examples that the version was trained, validated and tested with, if its run's data was not kept. The
         * training examples must have the fingerprint in the version's lineage.
         */
        public Builder data(Split kept) {
            Objects.requireNonNull(kept, "kept");
            again = (made, baseModel) -> made.planOn(baseModel, kept);
            return this;
        }

        /**
         * Like {@link #data(Split)}, as the examples were before the checks of the version's run left out what has
         * errors.
         */
        public Builder data(Split all, Checks checksOfItsRun) {
            Objects.requireNonNull(all, "all");
            Objects.requireNonNull(checksOfItsRun, "checksOfItsRun");
            again = (made, baseModel) -> made.planOn(baseModel, all, checksOfItsRun);
            return this;
        }

        /**
         * Like {@link #data(Split, Checks)}, with examples that may be larger than memory. They must stay until {@link
         * #start} returns; the run then has its own copy.
         */
        public Builder data(
                TrainingData train, TrainingData validation, List<? extends Example> test, Checks checksOfItsRun) {
            Objects.requireNonNull(train, "train");
            Objects.requireNonNull(validation, "validation");
            Objects.requireNonNull(checksOfItsRun, "checksOfItsRun");
            List<Example> tested = List.copyOf(test);
            again = (made, baseModel) -> made.planOn(baseModel, train, validation, tested, checksOfItsRun);
            return this;
        }

        /**
         * Changes the plan, which has the data, settings, labels and limits of the version's run, and a label {@code
         * successorOf}: sets the cost by the successor's prices, or other hyperparameters.
         */
        public Builder plan(UnaryOperator<RunPlan.Builder> change) {
            plan = Objects.requireNonNull(change, "change");
            return this;
        }

        /**
         * Which attempt this is; 1 by default. A run that failed or was cancelled is not tried again by itself: the
         * next number starts another.
         *
         * @throws IllegalArgumentException if below 1
         */
        public Builder attempt(int number) {
            if (number < 1) {
                throw new IllegalArgumentException("attempt must be at least 1: " + number);
            }
            attempt = number;
            return this;
        }

        /** Builds the training. */
        public SuccessorTraining build() {
            return new SuccessorTraining(this);
        }
    }
}
