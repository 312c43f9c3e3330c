package dev.finetuning.quality.remedy;

import dev.finetuning.example.Example;
import dev.finetuning.example.Origin;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of an example that did not stay as it was.
 *
 * @param before the example as it came
 * @param disclosable the example as it may be written down: without what a confidential remedy took
 *     out; null where such a remedy dropped it
 * @param after the example as it goes on; null where it was dropped
 * @param reasons why, in the order of the remedies
 */
public record Change(
        Example before,
        @Nullable Example disclosable,
        @Nullable Example after,
        List<Reason> reasons) {
    /** Copies the list. */
    public Change {
        reasons = List.copyOf(reasons);
    }

    /** Whether the example was dropped. */
    public boolean dropped() {
        return after == null;
    }

    /** Where the example came from. */
    public Origin origin() {
        return before.info().provenance().origin();
    }

    /** Shows no content. */
    @Override
    public String toString() {
        return "Change[" + (dropped() ? "dropped " : "changed ") + origin() + ", " + reasons + "]";
    }
}
