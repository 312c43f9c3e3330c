package dev.finetuning.console.work;

import dev.finetuning.cost.CostEstimate;
import java.util.List;

/**
 * What an order would do and cost.
 *
 * @param train how many examples it would train on
 * @param validation how many would measure progress
 * @param test how many would test the model
 * @param cost tokens and money
 * @param objections why the provider would refuse it; empty if it would not
 */
public record TrainingQuote(int train, int validation, int test, CostEstimate cost, List<String> objections) {
    /** Copies the list. */
    public TrainingQuote {
        objections = List.copyOf(objections);
    }
}
