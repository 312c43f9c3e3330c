package dev.finetuning.search;

import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Chooses the settings to try next. Implementations are stateless: the same space, past and random numbers
 * give the same settings, so a search continues after a crash as if nothing had happened. Thread-safe.
 */
@FunctionalInterface
public interface SearchStrategy {
    /**
     * The next settings.
     *
     * @param past all earlier trials in the order they were started, including those still running; failed
     *     trials are left out
     * @param index how many trials were started before, including failed ones
     * @param random the random numbers of this trial; seed a new generator by the index, so that a search
     *     after a crash proposes the same settings
     * @return the settings, or empty if there is nothing left to try
     */
    Optional<Settings> next(SearchSpace space, List<Observation> past, int index, RandomGenerator random);

    /** Draws settings at random, independently. */
    static SearchStrategy random() {
        return (space, past, index, random) -> Optional.of(space.draw(random));
    }

    /**
     * Tries every combination of values, the last parameter varying fastest.
     *
     * @throws IllegalStateException if the space has a range of real numbers
     */
    static SearchStrategy grid() {
        return (space, past, index, random) -> index < space.size() ? Optional.of(space.at(index)) : Optional.empty();
    }

    /**
     * Tree-structured Parzen estimators (TPE): after 10 random trials, prefers settings where good trials
     * are dense and others are not. All parameters are modelled together. Running trials count as bad ones,
     * so that concurrent trials differ. From Bergstra et al., "Algorithms for Hyper-Parameter Optimization"
     * (2011); kernels and defaults are those of Optuna's {@code TPESampler(multivariate=True,
     * constant_liar=True)}.
     */
    static SearchStrategy tpe() {
        return new ParzenStrategy();
    }
}
