package dev.finetuning.console.work;

import dev.finetuning.console.shelf.DatasetRevision;
import dev.finetuning.console.shelf.SplitParts;
import dev.finetuning.console.shelf.StoredDataset;
import dev.finetuning.cost.CostEstimate;
import dev.finetuning.cost.EpochRule;
import dev.finetuning.cost.TokenStatistics;
import dev.finetuning.dataset.SplitRatios;
import dev.finetuning.run.RunPlan;
import dev.finetuning.training.TrainingRequest;
import java.util.OptionalDouble;

/** Makes plans of runs from what people order. Thread-safe. */
final class RunPlans {
    private final ConsoleProvider provider;

    RunPlans(ConsoleProvider provider) {
        this.provider = provider;
    }

    /**
     * The plan of a run.
     *
     * @param order what was ordered
     * @param dataset its dataset
     * @param revision the revision that it is of
     * @param parts the parts of that, which must stay until the run is started
     */
    RunPlan plan(OrderedRun order, StoredDataset dataset, DatasetRevision revision, SplitParts parts) {
        TrainingOrder wanted = order.order();
        String number = String.valueOf(revision.number());
        RunPlan.Builder plan = RunPlan.builder(wanted.model(), wanted.baseModel(), parts.train())
                .validation(parts.validation())
                .test(parts.test())
                .checks(parts.checks(provider.checks()))
                .cost(cost(wanted, TokenStatistics.of(parts.train(), provider.counter())))
                .request(request -> settings(request, wanted));
        order.labels().forEach(plan::addLabel);
        plan.addLabel(TrainingDesk.RATIOS, shares(parts.ratios()));
        parts.fingerprint().ifPresent(fingerprint -> plan.dataset(fingerprint, number));
        wanted.budget().ifPresent(plan::limit);
        return wanted.promote() ? plan.build() : plan.withoutPromotion().build();
    }

    private static String shares(SplitRatios ratios) {
        return ratios.train() + "/" + ratios.validation() + "/" + ratios.test();
    }

    /** What an order would cost. */
    CostEstimate cost(TrainingOrder order, TokenStatistics tokens) {
        OptionalDouble epochs = order.settings().hyperparameters().epochs().number();
        EpochRule rule = epochs.isPresent()
                ? EpochRule.fixed((int) Math.ceil(epochs.getAsDouble()))
                : EpochRule.boundedExposure();
        return CostEstimate.of(order.baseModel(), tokens, rule, provider.prices());
    }

    /** The settings of an order in a request. */
    static TrainingRequest.Builder settings(TrainingRequest.Builder request, TrainingOrder order) {
        request.hyperparameters(order.settings().hyperparameters());
        order.settings().suffix().ifPresent(request::suffix);
        order.settings().seed().ifPresent(request::seed);
        return request;
    }
}
