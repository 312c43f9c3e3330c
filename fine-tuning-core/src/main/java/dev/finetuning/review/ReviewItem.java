package dev.finetuning.review;

import dev.finetuning.example.Example;
import java.time.Instant;
import java.util.List;

/**
 * An example that waits for people, or did.
 *
 * @param id the fingerprint of its content
 * @param example the example
 * @param at when it was handed in
 * @param decisions what reviewers said, each reviewer's last word, in the order in which they first spoke
 * @param status how it stands
 */
public record ReviewItem(String id, Example example, Instant at, List<ReviewDecision> decisions, Status status) {
    /** How an item stands. */
    public enum Status {
        /** It needs more decisions. */
        OPEN,
        /** Enough reviewers have accepted it. */
        ACCEPTED,
        /** Enough reviewers have rejected it. */
        REJECTED
    }

    /** Copies the list. */
    public ReviewItem {
        decisions = List.copyOf(decisions);
    }

    /** Id and status, without content. */
    @Override
    public String toString() {
        return "item " + id + " (" + status + ", " + decisions.size() + " decisions)";
    }
}
