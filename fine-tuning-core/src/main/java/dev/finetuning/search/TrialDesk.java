package dev.finetuning.search;

import dev.finetuning.cost.Money;
import java.util.HashSet;
import java.util.List;
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
            Optional<Trial> open = state.open().stream()
                    .filter(trial -> !given.contains(trial.number()))
                    .findFirst();
            if (open.isPresent()) {
                given.add(open.get().number());
                underway++;
                return open;
            }
            Optional<SearchResult.End> none = begin(state);
            if (none.isPresent()) {
                if (none.get() != SearchResult.End.BUDGET || underway == 0) {
                    end(state, none.get());
                    return Optional.empty();
                }
                wait();
            }
        }
    }

    /**
     * The trials that are not over, after as many new ones have begun as may now.
     *
     * @param parallel how many may be under way at once
     */
    synchronized List<Trial> underWay(int parallel) {
        while (true) {
            SearchState state = log.load();
            List<Trial> open = state.open();
            if (open.size() >= parallel) {
                return open;
            }
            Optional<SearchResult.End> none = begin(state);
            if (none.isPresent()) {
                if (none.get() != SearchResult.End.BUDGET || open.isEmpty()) {
                    end(state, none.get());
                }
                return open;
            }
        }
    }

    /** Begins a trial, unless something was noted since the state was loaded; otherwise says why none begins. */
    private Optional<SearchResult.End> begin(SearchState state) {
        int number = state.trials().size();
        if (state.cancelled()) {
            return Optional.of(SearchResult.End.CANCELLED);
        }
        if (number >= trials) {
            return Optional.of(SearchResult.End.TRIALS);
        }
        Optional<Settings> settings = untried(state, number);
        if (settings.isEmpty()) {
            return Optional.of(SearchResult.End.SPACE);
        }
        Optional<Money> estimate = TrialPlans.estimate(plans.of(number, settings.get()));
        if (budget != null && tooMuch(state, budget, estimate.orElseThrow())) {
            return Optional.of(SearchResult.End.BUDGET);
        }
        log.begin(state, settings.get(), estimate);
        return Optional.empty();
    }

    /** Notes that a trial is no longer followed here. */
    synchronized void done() {
        underway--;
        notifyAll();
    }

    private void end(SearchState state, SearchResult.End why) {
        if (state.end().filter(why::equals).isEmpty()) {
            log.end(state, why);
        }
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
