package dev.finetuning.quality.near;

import dev.finetuning.example.Example;
import dev.finetuning.example.Origin;
import dev.finetuning.format.reading.ExampleReader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Groupings for splits, by near-duplicates and what else belongs together. */
final class Clusters {
    private Clusters() {}

    /** Recognises examples by their content. */
    static Function<Example, Optional<String>> of(List<Example> examples, List<NearGroup> near) {
        List<Holding> holdings = new ArrayList<>();
        for (NearGroup group : near) {
            Holding holding = new Holding();
            group.members().stream()
                    .sorted(Comparator.comparingInt(NearGroup.Member::index))
                    .forEach(member -> holding.add(NearClusters.nameOf(examples.get(member.index()))));
            holdings.add(holding);
        }
        NearClusters clusters =
                NearClusters.of(holdings.stream().map(Holding::group).toList());
        return clusters::name;
    }

    /** Recognises near-duplicates by their origins, also when their content was changed. */
    static Function<Example, Optional<String>> of(ExampleReader examples, List<NearGroup> near) {
        Map<Origin, Integer> numbers = new HashMap<>();
        List<Holding> holdings = new ArrayList<>();
        for (NearGroup group : near) {
            group.members().forEach(member -> numbers.put(member.origin(), holdings.size()));
            holdings.add(new Holding());
        }
        examples.forEach(
                () -> example -> Optional.ofNullable(numbers.get(origin(example)))
                        .map(group -> new Held(group, NearClusters.nameOf(example))),
                held -> held.ifPresent(each -> holdings.get(each.group()).add(each.name())),
                rejected -> {});
        NearClusters clusters =
                NearClusters.of(holdings.stream().map(Holding::group).toList());
        return example -> {
            Integer group = numbers.get(origin(example));
            return group == null ? clusters.name(example) : clusters.name(group);
        };
    }

    private static Origin origin(Example example) {
        return example.info().provenance().origin();
    }

    /** An example in a group. */
    private record Held(int group, String name) {}

    /** What is known of a group, its examples coming in their order. */
    private static final class Holding {
        private String first = "";
        private final List<Long> keys = new ArrayList<>();

        void add(String name) {
            first = keys.isEmpty() ? name : first;
            keys.add(NearClusters.keyOf(name));
        }

        NearClusters.Group group() {
            return new NearClusters.Group(first, keys);
        }
    }
}
