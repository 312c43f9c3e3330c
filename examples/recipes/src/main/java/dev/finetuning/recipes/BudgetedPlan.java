package dev.finetuning.recipes;

import dev.finetuning.cost.CostEstimate;
import dev.finetuning.cost.EpochRule;
import dev.finetuning.cost.Money;
import dev.finetuning.cost.PriceList;
import dev.finetuning.cost.TokenCounter;
import dev.finetuning.cost.TokenStatistics;
import dev.finetuning.dataset.Split;
import dev.finetuning.run.RunPlan;
import dev.finetuning.training.Hyperparameters;

/** A plan for a run that is not started when its team's money would not last. */
public final class BudgetedPlan {
    private static final int EPOCHS = 3;

    private BudgetedPlan() {}

    /** What training on a split will cost; a model without a price has none. */
    public static CostEstimate estimate(String baseModel, Split split, TokenCounter counter, PriceList prices) {
        return CostEstimate.of(baseModel, TokenStatistics.of(split.train(), counter), EpochRule.fixed(EPOCHS), prices);
    }

    /**
     * All runs of a team share its limit. The estimate is reserved before the job is created and replaced by
     * what is billed; a model without a price is refused.
     */
    public static RunPlan of(String team, Money limit, Split split, CostEstimate estimate) {
        return RunPlan.builder("support", estimate.model(), split)
                .request(request -> request.hyperparameters(Hyperparameters.AUTO.withEpochs(estimate.epochs())))
                .addLabel("team", team)
                .cost(estimate)
                .limit("team", limit)
                .build();
    }
}
