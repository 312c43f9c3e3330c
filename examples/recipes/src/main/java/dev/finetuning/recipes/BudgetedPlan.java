package dev.finetuning.recipes;

import dev.finetuning.cost.CostEstimate;
import dev.finetuning.cost.EpochRule;
import dev.finetuning.cost.Money;
import dev.finetuning.cost.PriceList;
import dev.finetuning.cost.TokenCounter;
import dev.finetuning.cost.TokenStatistics;
import dev.finetuning.cost.UnknownPriceException;
import dev.finetuning.dataset.Split;
import dev.finetuning.run.RunPlan;
import dev.finetuning.training.Hyperparameters;

/** A plan for a run that is not started when its team's money would not last. */
public final class BudgetedPlan {
    private static final int EPOCHS = 3;

    private BudgetedPlan() {}

    /** All runs of a team share its limit; the estimate is reserved before the job is created. */
    public static RunPlan of(
            String team, Money limit, String baseModel, Split split, TokenCounter counter, PriceList prices) {
        CostEstimate estimate =
                CostEstimate.of(baseModel, TokenStatistics.of(split.train(), counter), EpochRule.fixed(EPOCHS), prices);
        Money cost = estimate.training().orElseThrow(() -> new UnknownPriceException(baseModel));
        return RunPlan.builder("support", baseModel, split.train().examples())
                .validation(split.validation().examples())
                .test(split.test().examples())
                .dataset(split.train().fingerprint().hex(), split.train().version())
                .request(request -> request.hyperparameters(Hyperparameters.AUTO.withEpochs(EPOCHS)))
                .budget(team, cost.amount(), limit.amount(), limit.currency().getCurrencyCode())
                .build();
    }
}
