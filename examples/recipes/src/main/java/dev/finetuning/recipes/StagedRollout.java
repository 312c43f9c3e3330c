package dev.finetuning.recipes;

import dev.finetuning.chat.ChatRequest;
import dev.finetuning.eval.compare.Verdict;
import dev.finetuning.eval.traffic.TrafficExperiment;
import dev.finetuning.journal.Journal;
import dev.finetuning.registry.ModelRegistry;
import dev.finetuning.registry.promotion.Gate;
import dev.finetuning.registry.promotion.PromotionPolicy;
import dev.finetuning.registry.version.Alias;
import dev.finetuning.registry.version.Author;
import dev.finetuning.registry.version.ModelVersion;
import dev.finetuning.routing.ChatModels;
import dev.finetuning.routing.ModelRouter;
import dev.finetuning.routing.Route;
import dev.finetuning.routing.RoutedModel;
import dev.finetuning.routing.RoutedReply;
import dev.finetuning.routing.TrafficSplit;
import java.time.InstantSource;
import java.util.List;

/**
 * An A/B test in staging, then production, then back if need be. Half of the testers get the challenger; the test is
 * sequential, so it may be looked at after every answer and ends as soon as there is a result.
 */
public final class StagedRollout {
    private static final String SOLVED = "gain in solved questions, staging";
    private static final double FALSE_ALARMS = 0.05;

    private final ModelRegistry registry;
    private final ModelVersion challenger;
    private final TrafficExperiment experiment;
    private final RoutedModel staging;

    /** Continues where an earlier process stopped: versions, aliases and feedback are in the journal. */
    public StagedRollout(String name, ModelRegistry registry, Journal journal, ChatModels models) {
        this.registry = registry;
        ModelVersion champion = registry.byAlias(name, Alias.STAGING).orElseThrow();
        challenger = registry.byAlias(name, Alias.CHALLENGER).orElseThrow();
        experiment = TrafficExperiment.open(
                journal,
                InstantSource.system(),
                champion.id() + " or " + challenger.id(),
                champion.id(),
                challenger.id(),
                FALSE_ALARMS);
        ModelRouter router = ModelRouter.create(registry, models);
        router.addListener(experiment.failuresAsZero());
        staging = router.model(Route.to(name, Alias.STAGING)
                .withSplit(TrafficSplit.all(Alias.STAGING).with(Alias.CHALLENGER, 0.5)));
    }

    /** Answers a tester, who always meets the same version. Give the reply back with {@link #feedback}. */
    public RoutedReply answer(String tester, String question) {
        return staging.forKey(tester).route(ChatRequest.of(question));
    }

    /** Whether the answer solved the question. Returns the verdict so far in words. */
    public String feedback(RoutedReply reply, boolean solved) {
        experiment.feedback(reply, solved ? 1 : 0);
        return experiment.sentence();
    }

    /** Whether testers have shown the challenger to be better. */
    public boolean won() {
        return experiment.verdict() == Verdict.BETTER;
    }

    /** Stores the result with the challenger and asks for production with it as evidence. */
    public boolean promote(String who) {
        Author by = Author.of(who, experiment.sentence());
        ModelVersion scored = registry.score(
                challenger,
                List.of(experiment.scoreCard(SOLVED, InstantSource.system().instant())),
                by);
        PromotionPolicy policy = PromotionPolicy.of(Gate.atLeast(SOLVED, 0.05));
        return won()
                && registry.promote(scored, Alias.PRODUCTION, policy, by).promoted()
                && registry.promote(scored, Alias.STAGING, policy, by).promoted();
    }

    /** Back to the version before, with the next question. */
    public ModelVersion rollBack(String who, String why) {
        return registry.rollback(challenger.name(), Alias.PRODUCTION, Author.of(who, why));
    }
}
