package dev.finetuning.quality.near;

import dev.finetuning.dataset.Fingerprint;
import dev.finetuning.example.Example;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What must stay on one side of a split: near-duplicates of each other, together with whatever the
 * metadata's groups hold together. A cluster is named after the lowest fingerprint of its members.
 */
final class Clusters implements Function<Example, Optional<String>> {
    private final Map<Fingerprint, String> names = new HashMap<>();

    private Clusters() {}

    static Clusters of(List<Example> examples, List<NearGroup> near) {
        Groups groups = new Groups(examples.size());
        for (NearGroup group : near) {
            group.others().forEach(other -> groups.join(group.kept().index(), other.index()));
        }
        Map<String, Integer> first = new HashMap<>();
        for (int i = 0; i < examples.size(); i++) {
            int index = i;
            examples.get(i).info().group().ifPresent(name -> {
                Integer earlier = first.putIfAbsent(name, index);
                if (earlier != null) {
                    groups.join(earlier, index);
                }
            });
        }
        Clusters clusters = new Clusters();
        for (List<Integer> members : groups.all()) {
            List<Fingerprint> prints = new ArrayList<>();
            members.forEach(member -> prints.add(Fingerprint.of(examples.get(member))));
            String name =
                    prints.stream().map(Fingerprint::hex).min(String::compareTo).orElse("");
            prints.forEach(print -> clusters.names.put(print, name));
        }
        return clusters;
    }

    @Override
    public Optional<String> apply(Example example) {
        return Optional.ofNullable(names.get(Fingerprint.of(example)))
                .or(() -> example.info().group());
    }
}
