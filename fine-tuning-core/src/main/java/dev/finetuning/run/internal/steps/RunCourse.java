package dev.finetuning.run.internal.steps;

import dev.finetuning.registry.promotion.PromotionPolicy;
import dev.finetuning.registry.version.Alias;
import dev.finetuning.run.RunEvaluation;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** How a new model is measured, and which gates it must pass for which alias. */
public record RunCourse(RunEvaluation evaluation, PromotionPolicy policy, Alias alias) {
    /**
     * Refuses gates that read what the evaluation does not say it measures.
     *
     * @throws IllegalStateException if one does, naming what is missing
     */
    public void requireWhatItsGatesRead(String whose) {
        Set<String> measured = evaluation.metrics();
        Set<String> missing = new TreeSet<>(policy.metrics());
        missing.removeAll(measured);
        if (!missing.isEmpty()) {
            throw new IllegalStateException(
                    whose + " has gates that read " + missing + ", but the evaluation says that it "
                            + (measured.isEmpty()
                                    ? "measures nothing; RunEvaluation.of names the metrics of a function"
                                    : "measures " + new TreeSet<>(measured)));
        }
    }

    /**
     * Which course a model takes.
     *
     * @param usual what most take
     * @param own the courses of models that have their own, by their names in the registry
     */
    public record Choice(RunCourse usual, Map<String, RunCourse> own) {
        public Choice {
            own = Map.copyOf(own);
        }

        public RunCourse of(String name) {
            return own.getOrDefault(name, usual);
        }
    }
}
