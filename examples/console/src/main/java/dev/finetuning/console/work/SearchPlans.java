package dev.finetuning.console.work;

import dev.finetuning.console.input.RefusedException;
import dev.finetuning.console.shelf.DatasetRevision;
import dev.finetuning.console.shelf.DatasetShelf;
import dev.finetuning.console.shelf.SplitParts;
import dev.finetuning.cost.CostEstimate;
import dev.finetuning.cost.EpochRule;
import dev.finetuning.cost.TokenStatistics;
import dev.finetuning.run.RunPlan;
import dev.finetuning.search.Settings;
import dev.finetuning.training.TrainingPipeline;
import dev.finetuning.training.TrainingRequest;
import java.util.List;
import java.util.Map;

/** Makes the plans of trials. Thread-safe. */
final class SearchPlans {
    private static final String UNSENT_FILE = "not uploaded yet";

    private final DatasetShelf shelf;
    private final ConsoleProvider provider;
    private final TrainingPipeline pipeline;

    SearchPlans(DatasetShelf shelf, ConsoleProvider provider, TrainingPipeline pipeline) {
        this.shelf = shelf;
        this.provider = provider;
        this.pipeline = pipeline;
    }

    SearchParts parts(SearchOrder order) {
        return new SearchParts(shelf, order.source());
    }

    /**
     * Refuses what would stop every trial. A large dataset is not split for that, and a sample of it is counted.
     *
     * @throws RefusedException if something would
     */
    void check(SearchOrder order) {
        try (SearchParts parts = parts(order)) {
            if (!parts.isLarge()) {
                requireParts(parts.split());
            }
            List<String> objections = pipeline.reasonsAgainst(
                    TrainingRequest.builder(order.source().baseModel(), UNSENT_FILE)
                            .build());
            if (!objections.isEmpty()) {
                throw RefusedException.of(
                        RefusedException.Kind.INVALID, "request_rejected", String.join("; ", objections));
            }
            if (order.effort().budget().isPresent()
                    && cost(order, tokens(parts), new Settings(Map.of()))
                            .training()
                            .isEmpty()) {
                throw RefusedException.of(
                        RefusedException.Kind.INVALID,
                        "unknown_price",
                        "A budget needs a price, and that of " + order.source().baseModel() + " is not known.");
            }
        }
    }

    private static void requireParts(SplitParts split) {
        if (!split.validation().iterator().hasNext() || split.test().isEmpty()) {
            throw RefusedException.of(
                    RefusedException.Kind.INVALID,
                    "too_few_examples",
                    "The dataset is too small to compare trials and to measure the winner on examples of its own.");
        }
    }

    private TokenStatistics tokens(SearchParts parts) {
        if (!parts.isLarge()) {
            return TokenStatistics.of(parts.split().train(), provider.counter());
        }
        DatasetRevision revision = parts.revision();
        return SampledTokens.of(
                shelf, revision, provider.counter(), revision.contents().examples());
    }

    /**
     * The plan of a trial.
     *
     * @param parts must stay until the trial is started
     */
    RunPlan.Builder plan(SearchOrder order, SearchParts parts, Settings settings) {
        SearchOrder.Source source = order.source();
        SplitParts split = parts.split();
        RunPlan.Builder plan = RunPlan.builder(source.model(), source.baseModel(), split.train())
                .validation(split.validation())
                .test(parts.compared())
                .checks(split.checks(provider.checks()))
                .request(request -> request.hyperparameters(settings.hyperparameters()))
                .cost(cost(order, TokenStatistics.of(split.train(), provider.counter()), settings))
                .addLabel(TrainingDesk.DATASET, source.dataset())
                .addLabel(TrainingDesk.REVISION, String.valueOf(source.revision()));
        split.fingerprint().ifPresent(fingerprint -> plan.dataset(fingerprint, String.valueOf(source.revision())));
        return plan;
    }

    private CostEstimate cost(SearchOrder order, TokenStatistics tokens, Settings settings) {
        EpochRule rule = settings.values().containsKey("epochs")
                ? EpochRule.fixed((int) Math.ceil(settings.number("epochs")))
                : EpochRule.boundedExposure();
        return CostEstimate.of(order.source().baseModel(), tokens, rule, provider.prices());
    }
}
