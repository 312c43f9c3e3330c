package dev.finetuning.spark;

import dev.finetuning.example.Origin;
import dev.finetuning.quality.near.NearClusters;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which examples have a better near-duplicate, and where that is: about 12 bytes for each. Immutable. */
final class NearVerdicts implements Serializable {
    /** No example has one. */
    static final NearVerdicts NONE = new NearVerdicts(new long[0], new int[0], new Best[0], null);

    private static final long serialVersionUID = 1L;

    private final long[] positions;
    private final int[] groups;
    private final Best[] kept;
    private final @Nullable NearClusters clusters;

    /** The best example of a group. */
    record Best(long position, double worth, String source, long line, long row) implements Serializable {
        /** The one of greater worth; of two, the first. */
        Best or(Best other) {
            boolean first = position < other.position();
            Best earlier = first ? this : other;
            Best later = first ? other : this;
            return later.worth() > earlier.worth() ? later : earlier;
        }

        Origin origin() {
            return new Origin(source, line, row);
        }
    }

    private NearVerdicts(long[] positions, int[] groups, Best[] kept, @Nullable NearClusters clusters) {
        this.positions = positions;
        this.groups = groups;
        this.kept = kept;
        this.clusters = clusters;
    }

    /** Groups whose best is not known yet. */
    static NearVerdicts of(List<long[]> alike) {
        long[] all =
                alike.stream().flatMapToLong(Arrays::stream).sorted().distinct().toArray();
        int[] parents = new int[all.length];
        Arrays.setAll(parents, i -> i);
        for (long[] pair : alike) {
            int left = root(parents, Arrays.binarySearch(all, pair[0]));
            int right = root(parents, Arrays.binarySearch(all, pair[1]));
            parents[Math.max(left, right)] = Math.min(left, right);
        }
        for (int i = 0; i < parents.length; i++) {
            parents[i] = root(parents, i);
        }
        return new NearVerdicts(all, parents, new Best[0], null);
    }

    private static int root(int[] parents, int member) {
        int node = member;
        while (parents[node] != node) {
            parents[node] = parents[parents[node]];
            node = parents[node];
        }
        return node;
    }

    /** These groups with the best of each, by the number of its group. */
    NearVerdicts keeping(Map<Integer, Best> best) {
        int[] numbers = new int[groups.length];
        Best[] kept = best.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(Map.Entry::getValue)
                .toArray(Best[]::new);
        int[] roots =
                best.keySet().stream().mapToInt(Integer::intValue).sorted().toArray();
        Arrays.setAll(numbers, i -> Arrays.binarySearch(roots, groups[i]));
        return new NearVerdicts(positions, numbers, kept, null);
    }

    /** These groups as what a split keeps together. */
    NearVerdicts together(NearClusters newClusters) {
        return new NearVerdicts(positions, groups, kept, newClusters);
    }

    /** What a split keeps together; empty if near-duplicates are dropped. */
    Optional<NearClusters> clusters() {
        return Optional.ofNullable(clusters);
    }

    /** The group of an example, -1 if it has none. */
    int group(long position) {
        int at = Arrays.binarySearch(positions, position);
        return at < 0 ? -1 : groups[at];
    }

    /** Where the better one of an example is; empty if it is the best itself or has no near-duplicate. */
    Optional<Origin> better(long position) {
        int group = group(position);
        return group < 0 || kept[group].position() == position ? Optional.empty() : Optional.of(kept[group].origin());
    }

    /** How many examples have a better one. */
    long dropped() {
        return (long) positions.length - kept.length;
    }
}
