package dev.finetuning.eval.compare;

import dev.finetuning.eval.Evaluation;

/**
 * One way to answer the test cases: the base model, the base model with examples in its prompt, a local
 * baseline, a tuned model.
 *
 * @param name its name, for people
 * @param evaluation its evaluation
 * @param costPerRequest in US dollars, at least 0; infinite if unknown, so that it never counts as cheap
 */
public record PricedEvaluation(String name, Evaluation evaluation, double costPerRequest) {
    /**
     * Checks the cost.
     *
     * @throws IllegalArgumentException if it is negative or not a number
     */
    public PricedEvaluation {
        if (!(costPerRequest >= 0)) {
            throw new IllegalArgumentException(name + ": a cost is at least 0: " + costPerRequest);
        }
    }
}
