package dev.finetuning.retraining;

import dev.finetuning.dataset.Dataset;
import dev.finetuning.dataset.DatasetBuilder;
import dev.finetuning.dataset.Fingerprint;
import dev.finetuning.dataset.Split;
import dev.finetuning.dataset.SplitPlan;
import dev.finetuning.example.Example;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * How the examples of a queue are divided.
 *
 * @param plan gives each its part
 * @param heldOut how many validate at most, and how many test; the others of these parts are not used
 */
record Division(SplitPlan plan, int heldOut) {
    /**
     * Says of each example to which part it belongs; nothing of one that the plan leaves out. A plan in which examples
     * decide about each other needs all of them in memory for that.
     *
     * @param name a name for all of them
     * @param all all of them, each content once
     */
    Function<Example, Optional<Split.Part>> of(String name, Iterable<Example> all) {
        Iterator<Example> first = all.iterator();
        if (!first.hasNext() || plan.partOf(first.next()).isPresent()) {
            return plan::partOf;
        }
        DatasetBuilder data = Dataset.builder(name);
        all.forEach(data::add);
        Split split = data.build().split(plan);
        Map<Fingerprint, Split.Part> parts = new HashMap<>();
        for (Split.Part part : Split.Part.values()) {
            split.part(part).forEach(example -> parts.put(Fingerprint.of(example), part));
        }
        return example -> Optional.ofNullable(parts.get(Fingerprint.of(example)));
    }
}
