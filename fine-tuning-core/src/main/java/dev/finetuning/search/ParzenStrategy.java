package dev.finetuning.search;

import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** See {@link SearchStrategy#tpe}. */
final class ParzenStrategy implements SearchStrategy {
    private static final int RANDOM_TRIALS = 10;

    @Override
    public Optional<Settings> next(SearchSpace space, List<Observation> past, int index, RandomGenerator random) {
        long finished = past.stream().filter(each -> each.loss().isPresent()).count();
        return Optional.of(
                finished < RANDOM_TRIALS
                        ? space.draw(random)
                        : ParzenPreference.of(space, past).choose(random));
    }
}
