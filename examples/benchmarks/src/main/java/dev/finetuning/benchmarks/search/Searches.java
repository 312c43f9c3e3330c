package dev.finetuning.benchmarks.search;

import dev.finetuning.search.BestValues;
import dev.finetuning.search.Observation;
import dev.finetuning.search.SearchSpace;
import dev.finetuning.search.SearchStrategy;
import dev.finetuning.search.Settings;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** Searches for the least value of a function, one trial after the other and, as in a search, nothing twice. */
record Searches(SearchSpace space, ToDoubleFunction<Settings> function) {
    private static final int DRAWS = 100;

    /** For each seed the best value after each of {@link BestValues#TRIALS}. */
    List<double[]> best(SearchStrategy strategy, int seeds) {
        return IntStream.range(0, seeds)
                .mapToObj(seed -> best(strategy, (long) seed))
                .toList();
    }

    private double[] best(SearchStrategy strategy, long seed) {
        List<Observation> past = new ArrayList<>();
        Set<Settings> tried = new HashSet<>();
        double[] best = new double[BestValues.TRIALS.size()];
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < best.length; i++) {
            while (past.size() < BestValues.TRIALS.get(i)) {
                SplittableRandom random = new SplittableRandom(seed * 1_000_003 + past.size());
                Settings settings = next(strategy, past, random);
                for (int draw = 1; !tried.add(settings) && draw < DRAWS; draw++) {
                    settings = next(strategy, past, random);
                }
                double value = function.applyAsDouble(settings);
                past.add(new Observation(settings, OptionalDouble.of(value)));
                least = Math.min(least, value);
            }
            best[i] = least;
        }
        return best;
    }

    private Settings next(SearchStrategy strategy, List<Observation> past, SplittableRandom random) {
        return strategy.next(space, past, past.size(), random).orElseThrow();
    }
}
