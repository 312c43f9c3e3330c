package dev.finetuning.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** See {@link SearchStrategy#tpe}. */
final class ParzenStrategy implements SearchStrategy {
    private static final int RANDOM_TRIALS = 10;
    private static final int CANDIDATES = 24;
    private static final double GOOD_SHARE = 0.1;
    private static final int MAX_GOOD = 25;

    @Override
    public Optional<Settings> next(SearchSpace space, List<Observation> past, int index, RandomGenerator random) {
        List<Integer> finished = IntStream.range(0, past.size())
                .filter(i -> past.get(i).loss().isPresent())
                .boxed()
                .toList();
        if (finished.size() < RANDOM_TRIALS) {
            return Optional.of(space.draw(random));
        }
        Set<Integer> best = finished.stream()
                .sorted(Comparator.comparingDouble(i -> past.get(i).loss().orElseThrow()))
                .limit((long) Math.min(Math.ceil(GOOD_SHARE * finished.size()), MAX_GOOD))
                .collect(Collectors.toSet());
        // in the order in which they were begun, which the kernels' weights go by
        List<Settings> likely = new ArrayList<>();
        List<Settings> unlikely = new ArrayList<>();
        for (int i = 0; i < past.size(); i++) {
            (best.contains(i) ? likely : unlikely).add(past.get(i).settings());
        }
        ParzenEstimator promising = ParzenEstimator.of(space, likely);
        ParzenEstimator rest = ParzenEstimator.of(space, unlikely);
        return Optional.of(mostPromising(promising, rest, random));
    }

    private static Settings mostPromising(ParzenEstimator promising, ParzenEstimator rest, RandomGenerator random) {
        Settings chosen = promising.draw(random);
        double highest = promising.logDensity(chosen) - rest.logDensity(chosen);
        for (int i = 1; i < CANDIDATES; i++) {
            Settings candidate = promising.draw(random);
            double ratio = promising.logDensity(candidate) - rest.logDensity(candidate);
            if (ratio > highest) {
                highest = ratio;
                chosen = candidate;
            }
        }
        return chosen;
    }
}
