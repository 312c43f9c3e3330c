package dev.finetuning.quality.remedy;

import dev.finetuning.example.Example;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a remedy did with an example: nothing, a change, or dropping it.
 *
 * @param example the example as it goes on; null where it was dropped
 * @param reasons why it was changed or dropped; empty where nothing happened
 */
public record Treatment(@Nullable Example example, List<Reason> reasons) {
    /**
     * Copies the list.
     *
     * @throws IllegalArgumentException if an example is dropped without a reason
     */
    public Treatment {
        reasons = List.copyOf(reasons);
        if (example == null && reasons.isEmpty()) {
            throw new IllegalArgumentException("an example cannot be dropped without a reason");
        }
    }

    /** Nothing to do. */
    public static Treatment unchanged(Example example) {
        return new Treatment(example, List.of());
    }

    /** The example as it is now, and why. */
    public static Treatment changed(Example example, Reason reason) {
        return new Treatment(example, List.of(reason));
    }

    /** The example goes no further. */
    public static Treatment dropped(Reason reason) {
        return new Treatment(null, List.of(reason));
    }
}
