package dev.finetuning.eval;

import org.jspecify.annotations.Nullable;

/**
 * What all threads of one evaluation share.
 *
 * @param id the evaluation's id
 * @param modelId whom it asks
 * @param book where answers are kept
 * @param scoring how they are scored
 * @param tally how far it has come
 * @param spending what it may cost; null where nobody asked
 */
record EvaluationTask(
        String id,
        String modelId,
        AnswerBook book,
        Scoring scoring,
        Tally tally,
        @Nullable Spending spending) {
    /** Makes an answer durable, then counts what it cost. */
    void keep(String key, Answer answer) {
        book.keep(key, answer);
        if (spending != null) {
            spending.paid(answer);
        }
    }
}
