package dev.finetuning.review;

import java.time.Instant;

/**
 * What a reviewer thinks of an item.
 *
 * @param reviewer who
 * @param verdict what
 * @param why the reason; may be empty for an acceptance
 * @param at when
 */
public record ReviewDecision(String reviewer, Verdict verdict, String why, Instant at) {
    /** Whether an item may be trained on. */
    public enum Verdict {
        ACCEPT,
        REJECT
    }

    /**
     * Checks the texts.
     *
     * @throws IllegalArgumentException if there is no reviewer, or a rejection without a reason
     */
    public ReviewDecision {
        if (reviewer.isBlank()) {
            throw new IllegalArgumentException("a decision needs a reviewer");
        }
        if (verdict == Verdict.REJECT && why.isBlank()) {
            throw new IllegalArgumentException("a rejection needs a reason");
        }
    }
}
