package dev.finetuning.quality.remedy;

import dev.finetuning.example.Example;
import dev.finetuning.example.Origin;
import java.util.List;
import java.util.Optional;

/**
 * What happened to an example that was changed or dropped.
 *
 * @param before the original example
 * @param disclosable the original without anything removed by a confidential remedy, so that it may be
 *     written to a file; empty if a confidential remedy dropped it
 * @param after the changed example; empty if it was dropped
 * @param reasons why, in the order of the remedies
 */
public record Change(Example before, Optional<Example> disclosable, Optional<Example> after, List<Reason> reasons) {
    /** Copies the list. */
    public Change {
        reasons = List.copyOf(reasons);
    }

    /** Whether the example was dropped. */
    public boolean dropped() {
        return after.isEmpty();
    }

    /** Where the example came from. */
    public Origin origin() {
        return before.info().provenance().origin();
    }

    /** Origin and reasons, without content. */
    @Override
    public String toString() {
        return "Change[" + (dropped() ? "dropped " : "changed ") + origin() + ", " + reasons + "]";
    }
}
