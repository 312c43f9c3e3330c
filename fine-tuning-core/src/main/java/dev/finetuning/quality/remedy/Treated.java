package dev.finetuning.quality.remedy;

import dev.finetuning.example.Example;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a remedy made of an example.
 *
 * @param example the example as it goes on; null where it was dropped
 * @param reasons why it was changed or dropped; empty where nothing happened
 */
public record Treated(@Nullable Example example, List<Reason> reasons) {
    /**
     * Copies the list.
     *
     * @throws IllegalArgumentException if an example is dropped without a reason
     */
    public Treated {
        reasons = List.copyOf(reasons);
        if (example == null && reasons.isEmpty()) {
            throw new IllegalArgumentException("an example cannot be dropped without a reason");
        }
    }

    /** Nothing to do. */
    public static Treated unchanged(Example example) {
        return new Treated(example, List.of());
    }

    /** The example as it is now, and why. */
    public static Treated changed(Example example, Reason reason) {
        return new Treated(example, List.of(reason));
    }

    /** The example goes no further. */
    public static Treated dropped(Reason reason) {
        return new Treated(null, List.of(reason));
    }
}
