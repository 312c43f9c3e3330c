package dev.finetuning.mistral.checks;

import dev.finetuning.dataset.SplitPlan;

/** Splits within Mistral's limits on validation data. */
public final class MistralSplits {
    private MistralSplits() {}

    /**
     * The plan with validation data of at most {@value MistralChecks#MAX_VALIDATION} bytes and 5 % of the
     * training data, measured as lines of the training file; see {@link SplitPlan#maxValidation(
     * java.util.function.ToLongFunction, long, double)} for what happens to the rest.
     */
    public static SplitPlan withinLimits(SplitPlan plan) {
        return plan.maxValidation(MistralChecks::bytes, MistralChecks.MAX_VALIDATION, MistralChecks.VALIDATION_SHARE);
    }
}
