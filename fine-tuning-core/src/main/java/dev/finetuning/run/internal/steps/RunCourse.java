package dev.finetuning.run.internal.steps;

import dev.finetuning.registry.promotion.PromotionPolicy;
import dev.finetuning.registry.version.Alias;
import dev.finetuning.run.RunEvaluation;
import java.util.Map;

/** How a new model is measured, and which gates it must pass for which alias. */
public record RunCourse(RunEvaluation evaluation, PromotionPolicy policy, Alias alias) {
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
