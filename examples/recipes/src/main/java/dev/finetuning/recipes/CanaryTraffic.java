package dev.finetuning.recipes;

import dev.finetuning.chat.ChatRequest;
import dev.finetuning.registry.ModelRegistry;
import dev.finetuning.registry.version.Alias;
import dev.finetuning.registry.version.Author;
import dev.finetuning.registry.version.ModelVersion;
import dev.finetuning.routing.ChatModels;
import dev.finetuning.routing.HealthLimits;
import dev.finetuning.routing.HealthWatch;
import dev.finetuning.routing.ModelRouter;
import dev.finetuning.routing.Route;
import dev.finetuning.routing.RoutedModel;
import dev.finetuning.routing.TrafficSplit;

/**
 * A new version gets a few customers first. Where it fails, the one in production answers; once it is let
 * into production, too many failures roll it back.
 */
public final class CanaryTraffic {
    private static final String NAME = "support";

    private final ModelRegistry registry;
    private final RoutedModel model;

    /** Sends a share of the customers, 0 to 1, to the challenger. */
    public CanaryTraffic(ModelRegistry registry, ChatModels models, double share) {
        this.registry = registry;
        ModelRouter router = ModelRouter.create(registry, models);
        HealthLimits limits = HealthLimits.errorRate(0.2).withWindow(100, 20);
        router.addListener(
                HealthWatch.builder(registry, Alias.PRODUCTION, limits, models).rollingBack());
        model = router.model(Route.to(NAME, Alias.PRODUCTION)
                .withSplit(TrafficSplit.all(Alias.PRODUCTION).with(Alias.CHALLENGER, share)));
    }

    /** The same customer always meets the same version. */
    public String answer(String customer, String question) {
        return model.forKey(customer).ask(ChatRequest.of(question)).text();
    }

    /** The challenger has done well: everyone gets it. Takes effect with the next question. */
    public ModelVersion adopt(String who) {
        ModelVersion challenger = registry.byAlias(NAME, Alias.CHALLENGER).orElseThrow();
        return registry.assign(challenger, Alias.PRODUCTION, Author.of(who, "the canary did well"));
    }
}
