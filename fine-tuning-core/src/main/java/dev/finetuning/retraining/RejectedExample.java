package dev.finetuning.retraining;

import dev.finetuning.example.Example;
import java.time.Instant;
import java.util.List;

/**
 * An example that the checks refused.
 *
 * @param example the example
 * @param at when it was handed in
 * @param reasons the codes of the errors
 */
public record RejectedExample(Example example, Instant at, List<String> reasons) {
    /** Copies the list. */
    public RejectedExample {
        reasons = List.copyOf(reasons);
    }

    /** When, and why, but not the content. */
    @Override
    public String toString() {
        return "rejected at " + at + " for " + reasons;
    }
}
