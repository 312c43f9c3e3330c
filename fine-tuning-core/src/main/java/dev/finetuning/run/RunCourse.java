package dev.finetuning.run;

import dev.finetuning.registry.Alias;
import dev.finetuning.registry.PromotionPolicy;
import java.util.Map;

/** How a new model is measured, and which gates it must pass for which alias. */
record RunCourse(RunEvaluation evaluation, PromotionPolicy policy, Alias alias) {
    /**
     * Which course a model takes.
     *
     * @param usual what most take
     * @param own the courses of models that have their own, by their names in the registry
     */
    record Choice(RunCourse usual, Map<String, RunCourse> own) {
        Choice {
            own = Map.copyOf(own);
        }

        RunCourse of(String name) {
            return own.getOrDefault(name, usual);
        }
    }
}
