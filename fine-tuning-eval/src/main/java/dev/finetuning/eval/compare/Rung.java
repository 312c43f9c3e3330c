package dev.finetuning.eval.compare;

import dev.finetuning.eval.Evaluation;

/**
 * One way to answer the same test cases: the base model, the base model with examples in its prompt, a
 * local baseline, a tuned model.
 *
 * @param name what people call it
 * @param evaluation how it did
 * @param costPerRequest in US dollars, at least 0; infinite where unknown, so that it never counts as cheap
 */
public record Rung(String name, Evaluation evaluation, double costPerRequest) {
    /**
     * Checks the cost.
     *
     * @throws IllegalArgumentException if it is negative or not a number
     */
    public Rung {
        if (!(costPerRequest >= 0)) {
            throw new IllegalArgumentException(name + ": a cost is at least 0: " + costPerRequest);
        }
    }
}
