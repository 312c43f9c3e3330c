package dev.finetuning.quality.remedy;

import dev.finetuning.example.Example;
import java.util.List;
import java.util.Optional;

/**
 * What a remedy did with an example: left it, changed it or dropped it.
 *
 * @param example the treated example; empty if it was dropped
 * @param reasons why it was changed or dropped; empty if it was left
 */
public record Treatment(Optional<Example> example, List<Reason> reasons) {
    /**
     * Copies the list.
     *
     * @throws IllegalArgumentException if an example is dropped without a reason
     */
    public Treatment {
        reasons = List.copyOf(reasons);
        if (example.isEmpty() && reasons.isEmpty()) {
            throw new IllegalArgumentException("an example cannot be dropped without a reason");
        }
    }

    /** Leaves the example as it is. */
    public static Treatment unchanged(Example example) {
        return new Treatment(Optional.of(example), List.of());
    }

    /** Changes the example. */
    public static Treatment changed(Example example, Reason reason) {
        return new Treatment(Optional.of(example), List.of(reason));
    }

    /** Drops the example. */
    public static Treatment dropped(Reason reason) {
        return new Treatment(Optional.empty(), List.of(reason));
    }
}
