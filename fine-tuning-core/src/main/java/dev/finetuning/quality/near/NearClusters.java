package dev.finetuning.quality.near;

import dev.finetuning.dataset.Fingerprint;
import dev.finetuning.example.Example;
import dev.finetuning.internal.content.Sha256;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What must stay on one side of a split: groups of near-duplicates, together with all examples that have the same
 * group in their metadata as one of them, or were made from one of them. A cluster is named after its first example,
 * so that a stable split leaves that one where it was when others come to it. {@link NearDuplicates#clusters} makes
 * the grouping of a split; this is for examples that lie on several machines. 12 bytes for each example that has a
 * near-duplicate, and a name for each group. Immutable and thread-safe.
 */
public final class NearClusters implements Serializable {
    private static final long serialVersionUID = 1L;

    private final String[] names;
    private final long[] keys;
    private final int[] groups;

    private NearClusters(String[] names, long[] keys, int[] groups) {
        this.names = names;
        this.keys = keys;
        this.groups = groups;
    }

    /**
     * A group of near-duplicates.
     *
     * @param name the {@linkplain #nameOf name} of its first example
     * @param keys the {@linkplain #keyOf keys} of its examples' names
     */
    public record Group(String name, List<Long> keys) {
        /** Copies the list. */
        public Group {
            keys = List.copyOf(keys);
        }
    }

    /**
     * Joins groups that have a key in common.
     *
     * @param groups in the order of their first examples; an index here is the number of a group
     */
    public static NearClusters of(List<Group> groups) {
        Groups joined = new Groups(groups.size());
        Map<Long, Integer> first = new HashMap<>();
        for (int group = 0; group < groups.size(); group++) {
            for (long key : groups.get(group).keys()) {
                Integer earlier = first.putIfAbsent(key, group);
                if (earlier != null) {
                    joined.join(earlier, group);
                }
            }
        }
        String[] names = new String[groups.size()];
        Arrays.setAll(names, group -> groups.get(joined.root(group)).name());
        long[] keys =
                first.keySet().stream().mapToLong(Long::longValue).sorted().toArray();
        int[] ofKeys = new int[keys.length];
        Arrays.setAll(ofKeys, at -> first.getOrDefault(keys[at], 0));
        return new NearClusters(names, keys, ofKeys);
    }

    /**
     * What a cluster that begins with an example is called: the group in the metadata, the fingerprint of the example
     * that it was made from, or else its own.
     */
    public static String nameOf(Example example) {
        return example.info()
                .group()
                .or(example.info()::grownFrom)
                .orElseGet(() -> Fingerprint.of(example).hex());
    }

    /** The key of examples of a {@linkplain #nameOf name}: a hash of it, which those that belong together share. */
    public static long keyOf(String name) {
        return ByteBuffer.wrap(Sha256.of(name)).getLong();
    }

    /** The name of the cluster that an example belongs to; empty if it stands alone. */
    public Optional<String> name(Example example) {
        int at = Arrays.binarySearch(keys, keyOf(nameOf(example)));
        return at >= 0 ? Optional.of(names[groups[at]]) : example.info().group();
    }

    /**
     * The name of the cluster of an example that is known to be in a group, whatever became of its content.
     *
     * @throws IndexOutOfBoundsException if there is no such group
     */
    public Optional<String> name(int group) {
        return Optional.of(names[group]);
    }
}
