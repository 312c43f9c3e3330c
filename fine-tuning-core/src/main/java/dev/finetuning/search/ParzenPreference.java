package dev.finetuning.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Which settings are promising after some trials: those where the density of good trials is high and that of the others
 * is low. A tenth of the finished trials counts as good, at most 25; those under way count as others.
 */
final class ParzenPreference {
    private static final int CANDIDATES = 24;
    private static final double GOOD_SHARE = 0.1;
    private static final int MAX_GOOD = 25;

    private final ParzenEstimator good;
    private final ParzenEstimator others;

    private ParzenPreference(ParzenEstimator good, ParzenEstimator others) {
        this.good = good;
        this.others = others;
    }

    static ParzenPreference of(SearchSpace space, List<Observation> past) {
        Set<Integer> best = best(past);
        // in the order in which they were begun, which the kernels' weights go by
        List<Settings> good = new ArrayList<>();
        List<Settings> others = new ArrayList<>();
        for (int i = 0; i < past.size(); i++) {
            (best.contains(i) ? good : others).add(past.get(i).settings());
        }
        return new ParzenPreference(ParzenEstimator.of(space, good), ParzenEstimator.of(space, others));
    }

    private static Set<Integer> best(List<Observation> past) {
        List<Integer> finished = IntStream.range(0, past.size())
                .filter(i -> past.get(i).loss().isPresent())
                .boxed()
                .toList();
        return finished.stream()
                .sorted(Comparator.comparingDouble(i -> past.get(i).loss().orElseThrow()))
                .limit((long) Math.min(Math.ceil(GOOD_SHARE * finished.size()), MAX_GOOD))
                .collect(Collectors.toSet());
    }

    /** The logarithm of the density of good trials over that of the others. */
    double promise(Settings settings) {
        return good.logDensity(settings) - others.logDensity(settings);
    }

    /** The most promising of some settings drawn where good trials are. */
    Settings choose(RandomGenerator random) {
        Settings chosen = good.draw(random);
        double highest = promise(chosen);
        for (int i = 1; i < CANDIDATES; i++) {
            Settings candidate = good.draw(random);
            double promise = promise(candidate);
            if (promise > highest) {
                highest = promise;
                chosen = candidate;
            }
        }
        return chosen;
    }
}
