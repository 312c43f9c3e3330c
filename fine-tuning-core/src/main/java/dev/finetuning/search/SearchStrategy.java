package dev.finetuning.search;

import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Chooses what to try next. An implementation keeps no state: the same space, past and random numbers give the
 * same settings, so that a search that was killed goes on as if it had not been. Thread-safe.
 */
@FunctionalInterface
public interface SearchStrategy {
    /**
     * The next settings.
     *
     * @param past every trial before, in the order in which they were begun, those under way included; trials
     *     that failed are left out
     * @param index how many trials were begun before, failed ones included
     * @param random the randomness of this trial: a generator seeded anew for each index makes a search that goes on
     *     after a crash propose what it would have proposed
     * @return the settings, or empty when there is nothing left to try
     */
    Optional<Settings> next(SearchSpace space, List<Observation> past, int index, RandomGenerator random);

    /** Settings drawn at random, one independent of the other. */
    static SearchStrategy random() {
        return (space, past, index, random) -> Optional.of(space.draw(random));
    }

    /**
     * Every combination of values, the last parameter varying fastest.
     *
     * @throws IllegalStateException when it is used on a space with a range of real numbers
     */
    static SearchStrategy grid() {
        return (space, past, index, random) -> index < space.size() ? Optional.of(space.at(index)) : Optional.empty();
    }

    /**
     * Tree-structured Parzen estimators: after 10 trials at random, settings are preferred that lie where good
     * trials are dense and others are not. All parameters are modelled together; trials under way count as bad
     * ones, so that those beside each other differ. From Bergstra et al., "Algorithms for Hyper-Parameter
     * Optimization" (2011); kernels and defaults are those of Optuna's {@code TPESampler(multivariate=True,
     * constant_liar=True)}.
     */
    static SearchStrategy tpe() {
        return new ParzenStrategy();
    }
}
