package dev.finetuning.search;

import dev.finetuning.cost.Money;
import dev.finetuning.run.RunPlan;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Gives out trials, each to one lane of this process: those that are not over first, then new ones, as long as there
 * are trials and money left. Thread-safe.
 */
final class TrialDesk {
    /** How many settings are drawn before it counts as certain that there are no new ones. */
    private static final int DRAWS = 100;

    private final SearchLog log;
    private final TrialPlans plans;
    private final SearchIdentity identity;
    private final SearchStrategy strategy;
    private final int trials;
    private final @Nullable Money budget;
    private final Set<Integer> given = new HashSet<>();
    private int underway;

    TrialDesk(
            SearchLog log,
            TrialPlans plans,
            SearchIdentity identity,
            SearchStrategy strategy,
            int trials,
            @Nullable Money budget) {
        this.log = log;
        this.plans = plans;
        this.identity = identity;
        this.strategy = strategy;
        this.trials = trials;
        this.budget = budget;
    }

    /** The next trial to follow; empty if there is none left. Waits while only the end of another can decide. */
    synchronized Optional<Trial> next() throws InterruptedException {
        while (true) {
            SearchState state = log.load();
            Optional<Trial> open = state.trials().stream()
                    .filter(trial -> trial.outcome() == Trial.Outcome.OPEN && !given.contains(trial.number()))
                    .findFirst();
            if (open.isPresent()) {
                given.add(open.get().number());
                underway++;
                return open;
            }
            if (state.trials().size() >= trials) {
                return end(state, SearchResult.End.TRIALS);
            }
            int number = state.trials().size();
            Optional<Settings> settings = untried(state, number);
            if (settings.isEmpty()) {
                return end(state, SearchResult.End.SPACE);
            }
            RunPlan plan = plans.of(number, settings.get());
            Optional<Money> estimate = TrialPlans.estimate(plan);
            if (budget != null && tooMuch(state, budget, estimate.orElseThrow())) {
                if (underway == 0) {
                    return end(state, SearchResult.End.BUDGET);
                }
                wait();
            } else {
                log.begin(state, settings.get(), estimate);
            }
        }
    }

    /** Notes that a trial is no longer followed here. */
    synchronized void done() {
        underway--;
        notifyAll();
    }

    private Optional<Trial> end(SearchState state, SearchResult.End why) {
        if (state.end().filter(why::equals).isEmpty()) {
            log.end(state, why);
        }
        return Optional.empty();
    }

    private static boolean tooMuch(SearchState state, Money limit, Money estimate) {
        return state.committed(limit.zero()).plus(estimate).compareTo(limit) > 0;
    }

    /** The same trial gets the same settings in every process, as long as the past is the same. */
    private Optional<Settings> untried(SearchState state, int number) {
        RandomGenerator random = new SplittableRandom(identity.seed() * 1_000_003 + number);
        for (int draw = 0; draw < DRAWS; draw++) {
            Optional<Settings> settings = strategy.next(identity.space(), state.past(), number, random);
            if (settings.isEmpty() || !state.tried(settings.get())) {
                return settings;
            }
        }
        return Optional.empty();
    }
}
